import { Button } from 'react-aria-components';
import { refine } from '../address.ts';
import { TIMES } from '../moment.ts';
import { TEXTS } from '../texts.ts';

/** Takes each time out of the address. */
export function BackToNow({ isSmall = false }: { isSmall?: boolean }) {
  return (
    <Button
      className={isSmall ? 'button is-quiet is-small' : 'button'}
      onPress={() => refine(Object.fromEntries(TIMES.map((name) => [name, null])))}
    >
      {TEXTS.entity.now}
    </Button>
  );
}
