import { Link } from 'react-aria-components';
import { BASE } from '../address.ts';
import { AlertBell } from '../live/alert-bell.tsx';
import { TEXTS } from '../texts.ts';
import { SearchBox } from './search-box.tsx';

export function Header({ hasSearch }: { hasSearch: boolean }) {
  return (
    <header className="header">
      <a className="skip" href="#content">
        {TEXTS.skip}
      </a>
      <Link href={BASE} className="brand">
        <img src={`${BASE}/icon.svg`} alt="" width="28" height="28" />
        {TEXTS.product}
      </Link>
      <nav aria-label={TEXTS.mainNavigation} className="header-nav">
        <Link href={BASE} aria-current="true">
          {TEXTS.explorer}
        </Link>
        <a href="/">{TEXTS.playground}</a>
      </nav>
      <AlertBell />
      {hasSearch && <SearchBox size="header" />}
    </header>
  );
}
