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
  Switch,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import { knownIn, refine } from '../address.ts';
import { KindMark } from '../components/kind-mark.tsx';
import { MomentPicker } from '../components/moment-picker.tsx';
import { WALKED_KINDS } from '../kinds.ts';
import { TEXTS } from '../texts.ts';
import { ALL, COLLAPSES, DEPTHS, DIRECTIONS, PROVENANCES, VIEWS, type AskedLineage } from './asked-lineage.ts';

const { lineage: texts } = TEXTS;

/** Each writes what is chosen into the address. */
export function Controls({ asked, query }: { asked: AskedLineage; query: URLSearchParams }) {
  const kinds = knownIn(query, 'kinds', WALKED_KINDS);
  const provenance = knownIn(query, 'provenance', PROVENANCES);
  return (
    <div className="controls" role="group" aria-label={texts.controls}>
      <ToggleButtonGroup
        className="segments"
        aria-label={texts.direction}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[asked.direction]}
        onSelectionChange={(keys) => refine({ direction: [...keys].join() })}
      >
        {DIRECTIONS.map((direction) => (
          <ToggleButton key={direction} id={direction} className="segment">
            {texts.directions[direction]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Depth depth={asked.depth} />
      <Choices
        label={texts.kinds}
        none={texts.allKinds}
        chosen={kinds}
        choices={WALKED_KINDS.map((kind) => ({ id: kind, name: TEXTS.kinds[kind], mark: <KindMark kind={kind} /> }))}
        onChange={(next) => refine({ kinds: next })}
      />
      <Choices
        label={texts.provenance}
        none={texts.allProvenance}
        chosen={provenance}
        choices={PROVENANCES.map((each) => ({ id: each, name: texts.provenances[each], mark: null }))}
        onChange={(next) => refine({ provenance: next })}
      />
      {asked.view === 'graph' && (
        <Choice
          label={texts.collapse}
          name="collapse"
          chosen={asked.collapse ?? 'none'}
          choices={(['none', ...COLLAPSES] as const).map((by) => [by, texts.collapses[by]])}
        />
      )}
      <MomentPicker query={query} />
      <ToggleButtonGroup
        className="segments"
        aria-label={texts.view}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[asked.view]}
        onSelectionChange={(keys) => refine({ view: keys.has('list') ? 'list' : null })}
      >
        {VIEWS.map((view) => (
          <ToggleButton key={view} id={view} className="segment">
            {texts.views[view]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Switch
        className="switch"
        isSelected={query.get('stale') !== 'no'}
        onChange={(isOn) => refine({ stale: isOn ? null : 'no' })}
      >
        <span className="switch-track" aria-hidden="true" />
        {texts.stale}
      </Switch>
    </div>
  );
}

function Depth({ depth }: { depth: number | null }) {
  const depths = [...new Set([...DEPTHS, ...(depth === null ? [] : [depth])])].sort((a, b) => a - b);
  const choices = [
    ...depths.map((each) => [String(each), texts.levels(each)] as const),
    [ALL, texts.allLevels] as const,
  ];
  return <Choice label={texts.depth} name="depth" chosen={depth === null ? ALL : String(depth)} choices={choices} />;
}

interface ChoiceProps {
  readonly label: string;
  /** In the address. */
  readonly name: string;
  readonly chosen: string;
  readonly choices: ReadonlyArray<readonly [id: string, text: string]>;
}

/** One of several. */
function Choice({ label, name, chosen, choices }: ChoiceProps) {
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

function Choices({ label, none, chosen, choices, onChange }: ChoicesProps) {
  const [first] = choices.filter(({ id }) => chosen.includes(id));
  const told = chosen.length > 1 ? texts.chosen(chosen.length) : first?.name;
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
