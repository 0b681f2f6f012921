import { Link } from 'react-aria-components';
import { tellBytes, tellNumber, tellShare } from '../amount.ts';
import { entityHref } from '../links.ts';
import { TEXTS, wordsOf } from '../texts.ts';
import { tellDuration, tellTime } from '../time.ts';

const SHARES = ['trafficShare'];

/** Enums of the API, whose constants are reworded. All else stands as whoever sent it wrote it. */
const ENUMS = ['artifactType', 'featureMode', 'registration', 'validationMode'];

/** A value of the API as a reader wants it: by what it is, and by its name where that says the unit. */
export function FactValue({ name, value }: { name: string; value: unknown }) {
  if (typeof value === 'boolean') return value ? TEXTS.entity.yes : TEXTS.entity.no;
  if (typeof value === 'number') return numberOf(name, value);
  if (typeof value === 'string') return <TextValue name={name} value={value} />;
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) {
    return (
      <ul className="plain-list">
        {value.map((member) => (
          <li key={member}>{member.startsWith('urn:') ? <Link href={entityHref(member)}>{member}</Link> : member}</li>
        ))}
      </ul>
    );
  }
  if (typeof value === 'object' && value !== null && Object.values(value).every(isPlain)) {
    return (
      <table className="pairs">
        <tbody>
          {Object.entries(value).map(([key, member]) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{typeof member === 'number' ? tellNumber(member) : String(member)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  return (
    <pre className="code" tabIndex={0}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}

function TextValue({ name, value }: { name: string; value: string }) {
  if (name === 'sql') {
    return (
      <pre className="code" tabIndex={0}>
        {value}
      </pre>
    );
  }
  if (/^https?:\/\//.test(value)) {
    return (
      <a href={value} rel="noreferrer">
        {value}
      </a>
    );
  }
  if (name.endsWith('At')) return tellTime(value);
  return ENUMS.includes(name) ? wordsOf(value) : value;
}

function numberOf(name: string, value: number): string {
  if (name.endsWith('Seconds')) return tellDuration(value);
  if (name.endsWith('Bytes')) return tellBytes(value);
  return SHARES.includes(name) ? tellShare(value) : tellNumber(value);
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
