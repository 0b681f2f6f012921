import { Search } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { go } from '../address.ts';
import { useAsked, type Asked } from '../ask.ts';
import { SuggestDocument, type SuggestQuery } from '../generated/operations.ts';
import { entityHref, searchHref } from '../links.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';
import { KindMark } from './kind-mark.tsx';

const PAUSE_MS = 120;
/** As long as the API takes. */
const LONGEST = 2_000;
const NONE: SuggestQuery['search']['edges'] = [];

interface SearchBoxProps {
  readonly size: 'hero' | 'header';
  readonly text?: string;
  /** What stays asked for when other words are searched. */
  readonly kept?: Readonly<Record<string, string>>;
  readonly autoFocus?: boolean;
}

/** Words to search for. What is chosen of the suggestions opens at once; Enter without a choice shows all results. */
export function SearchBox({ size, text = '', kept = {}, autoFocus = false }: SearchBoxProps) {
  const [written, setWritten] = useState(text);
  useEffect(() => setWritten(text), [text]);
  const asked = useSettled(written.trim());
  const answer = useAsked(SuggestDocument, { text: asked }, { pause: asked === '', keepsLast: true });
  const edges = asked !== '' && answer.state === 'answered' ? answer.data.search.edges : NONE;
  const isOurs = asked === written.trim() && answer.state === 'answered' && answer.isOld !== true;
  const isAlike = isOurs && edges.length > 0 && edges.every(({ matched }) => matched.length === 0);

  const submit = () => go(searchHref({ q: written.trim(), ...kept }));

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const isChosen = (event.target as HTMLElement).hasAttribute('aria-activedescendant');
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || isChosen) return;
    event.preventDefault();
    event.stopPropagation();
    (event.target as HTMLElement).blur();
    submit();
  }

  return (
    <div
      role="search"
      aria-label={TEXTS.search.landmark[size]}
      className={`search-box is-${size}`}
      onKeyDownCapture={onKeyDown}
    >
      <ComboBox
        allowsCustomValue
        allowsEmptyCollection={written.trim() !== ''}
        items={edges.map(({ node }) => node)}
        inputValue={written}
        onInputChange={setWritten}
        selectedKey={null}
        onSelectionChange={(id) => {
          if (id !== null) go(entityHref(String(id)));
        }}
        autoFocus={autoFocus}
        menuTrigger="input"
      >
        <Label className="visually-hidden">{TEXTS.search.label}</Label>
        <Search aria-hidden="true" className="search-box-icon" />
        <Input
          placeholder={TEXTS.search.placeholder}
          className="search-box-input"
          enterKeyHint="search"
          maxLength={LONGEST}
        />
        <Popover className="popover search-box-popover" offset={6}>
          {isAlike && <p className="popover-note">{TEXTS.search.alike}</p>}
          <ListBox
            className="options"
            aria-label={TEXTS.search.suggestions}
            renderEmptyState={() => (
              <p className="popover-note">{isOurs ? TEXTS.search.noSuggestions : untold(answer)}</p>
            )}
          >
            {(entity: (typeof edges)[number]['node']) => (
              <ListBoxItem id={entity.id} textValue={shownName(entity)} className="option">
                <KindMark kind={entity.kind} />
                <span className="option-text">
                  <span className="option-name">{shownName(entity)}</span>
                  <span className="option-more">
                    {TEXTS.kind[entity.kind]} · {entity.namespace}
                  </span>
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {size === 'hero' && (
        <Button className="button is-primary" onPress={submit}>
          {TEXTS.search.submit}
        </Button>
      )}
    </div>
  );
}

/** Why there is nothing to suggest yet. */
function untold(answer: Asked<unknown>): string {
  return answer.state === 'failed' ? TEXTS.search.suggestionsFailed[answer.trouble.because] : TEXTS.states.loading;
}

/** A value once it has stood still for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
