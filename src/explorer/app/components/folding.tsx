import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

interface FoldingProps {
  readonly label: string;
  /** How much of it is set. */
  readonly count?: number;
  readonly children: ReactNode;
}

/** What narrows a view down, folded away where there is no room for it beside or above. */
export function Folding({ label, count = 0, children }: FoldingProps) {
  return (
    <Disclosure className="folding">
      <Heading level={2} className="folding-heading">
        <Button slot="trigger" className="button">
          <SlidersHorizontal aria-hidden="true" />
          {label}
          {count > 0 && <span className="count">{count}</span>}
        </Button>
      </Heading>
      <DisclosurePanel className="folding-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
