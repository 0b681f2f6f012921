import { Link } from 'react-aria-components';
import { searchHref, writtenInAddress } from '../links.ts';

/** Each leads to all that has it. */
export function Tags({ tags }: { tags: readonly string[] }) {
  return tags.map((tag) => (
    <Link key={tag} href={searchHref({ tags: writtenInAddress('tags', [tag]).join() })} className="tag">
      {tag}
    </Link>
  ));
}
