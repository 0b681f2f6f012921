import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

interface SegmentsProps<Id extends string> {
  readonly label: string;
  readonly chosen: Id;
  readonly choices: ReadonlyArray<readonly [id: Id, text: string]>;
  onChange(chosen: Id): void;
}

/** One of a few, all in view. */
export function Segments<Id extends string>({ label, chosen, choices, onChange }: SegmentsProps<Id>) {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => onChange([...keys].join('') as Id)}
    >
      {choices.map(([id, text]) => (
        <ToggleButton key={id} id={id} className="segment">
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
