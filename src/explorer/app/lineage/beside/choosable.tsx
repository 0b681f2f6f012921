import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components';
import { refine } from '../../address.ts';
import { EntityLink } from '../../components/entity-link.tsx';
import { KindMark } from '../../components/kind-mark.tsx';
import type { EntityNameFragment } from '../../generated/operations.ts';
import { shownName } from '../../shown-name.ts';
import { TEXTS } from '../../texts.ts';

interface ChoosableProps {
  readonly entity: EntityNameFragment;
  readonly chosen: string | null;
  /** What stands beside its name. */
  readonly mark?: ReactNode;
  /** What stands below its name. */
  readonly note?: ReactNode;
  /** What is shown of it once it is chosen. */
  readonly children?: ReactNode;
}

/** An item of a list beside the canvas: chosen, it stands in the address and is shown on the canvas. */
export function Choosable({ entity, chosen, mark, note, children }: ChoosableProps) {
  const isChosen = entity.id === chosen;
  return (
    <li className={`choosable ${isChosen ? 'is-chosen' : ''}`}>
      <ToggleButton
        className="choosable-button"
        isSelected={isChosen}
        onChange={(isOn) => refine({ chosen: isOn ? entity.id : null, node: null })}
      >
        <KindMark kind={entity.kind} />
        <span className="choosable-text">
          <span className="choosable-head">
            <span className="choosable-name">{shownName(entity)}</span>
            {mark}
          </span>
          {note !== undefined && <span className="choosable-note">{note}</span>}
        </span>
      </ToggleButton>
      {isChosen && (
        <div className="choosable-more">
          {children}
          <p className="meta">
            {TEXTS.modes.open} <EntityLink entity={entity} />
          </p>
        </div>
      )}
    </li>
  );
}
