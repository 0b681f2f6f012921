import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components';
import { refine } from '../address.ts';
import { TEXTS } from '../texts.ts';

interface ChoiceProps {
  readonly label: string;
  /** In the address. */
  readonly name: string;
  readonly chosen: string;
  readonly choices: ReadonlyArray<readonly [id: string, text: string]>;
}

/** One of several. */
export function Choice({ label, name, chosen, choices }: ChoiceProps) {
  return (
    <Select className="select" selectedKey={chosen} onSelectionChange={(key) => refine({ [name]: String(key) })}>
      <Label className="visually-hidden">{label}</Label>
      <Button className="button">
        <SelectValue />
        <ChevronDown aria-hidden="true" />
      </Button>
      <Popover className="popover">
        <ListBox className="options">
          {choices.map(([id, text]) => (
            <ListBoxItem key={id} id={id} className="option">
              {text}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface ChoicesProps {
  readonly label: string;
  /** What the button says where nothing is chosen. */
  readonly none: string;
  readonly chosen: readonly string[];
  readonly choices: readonly { readonly id: string; readonly name: string; readonly mark: ReactNode }[];
  onChange(chosen: string[]): void;
}

/** Several of several. */
export function Choices({ label, none, chosen, choices, onChange }: ChoicesProps) {
  const [first] = choices.filter(({ id }) => chosen.includes(id));
  const told = chosen.length > 1 ? TEXTS.lineage.chosen(chosen.length) : first?.name;
  return (
    <MenuTrigger>
      <Button className={`button ${chosen.length > 0 ? 'is-on' : ''}`}>
        {told === undefined ? none : `${label}: ${told}`}
        <ChevronDown aria-hidden="true" />
      </Button>
      <Popover className="popover">
        <Menu
          className="options"
          aria-label={label}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={(keys) => onChange(keys === 'all' ? [] : [...keys].map(String))}
        >
          {choices.map(({ id, name, mark }) => (
            <MenuItem key={id} id={id} className="option" textValue={name}>
              <span className="option-check">
                <Check aria-hidden="true" />
              </span>
              {mark}
              {name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
