import {
  isObjectType,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type ScalarTypeDefinitionNode,
} from 'graphql';
import { ENTITIES } from '../../domains/kind/owner.ts';
import { printGraph } from '../print.ts';
import { cutGraph } from './cut.ts';
import { domainsOf, isKind, isSharedOut, isWhole, ownerOf } from './owners.ts';
import { PLACE_FIELD, placeFields } from './place.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable", "@inaccessible"])`;
const SHAREABLE = directive('@shareable');
const INACCESSIBLE = directive('@inaccessible');
/** Between our subgraphs a key says where the entity was read; who knows an id alone comes in by that. */
const KEYS = {
  whole: directive('@key(fields: "id")'),
  part: directive(`@key(fields: "id ${PLACE_FIELD}")`),
  stub: directive(`@key(fields: "id ${PLACE_FIELD}", resolvable: false)`),
};

/** Prints subgraphs of the graph, with all that a composer has to know of them. */
export function createPrinter(graph: GraphQLSchema): (domains: ReadonlySet<string>) => string {
  const cuts = domainsOf(graph).map((domain) => cutGraph(graph, new Set([domain])));

  /** Where each domain is a subgraph of its own, a type may be in several; then it is said to be the same in all. */
  const isInSeveral = (name: string): boolean => cuts.filter((cut) => cut.getType(name) !== undefined).length > 1;

  return (domains) => {
    const whole = isWhole(graph, domains);
    const cut = whole ? graph : cutGraph(graph, domains, placeFields);
    const document = visit(parse(printGraph(cut)), {
      ObjectTypeDefinition(node) {
        const { value: name } = node.name;
        const type = cut.getType(name);
        if (!isObjectType(type)) return undefined;
        if (!isKind(type)) {
          return isInSeveral(name) && !isSharedOut(cut, type) ? { ...node, directives: [SHAREABLE] } : undefined;
        }
        const isStub = Object.values(type.getFields()).every(isOfAll);
        const key = whole || domains.has(ENTITIES) ? KEYS.whole : isStub ? KEYS.stub : KEYS.part;
        return { ...node, directives: [key], fields: (node.fields ?? []).map(shared(type.getFields())) };
      },
    });
    return `${LINK}\n\n${print(document)}\n`;
  };
}

type Fields = ReturnType<GraphQLObjectType['getFields']>;

function shared(fields: Fields): (node: FieldDefinitionNode) => FieldDefinitionNode {
  return (node) => {
    const field = fields[node.name.value];
    if (field === undefined || !isOfAll(field)) return node;
    return { ...node, directives: field.name === PLACE_FIELD ? [SHAREABLE, INACCESSIBLE] : [SHAREABLE] };
  };
}

/** Whether every subgraph has it. */
function isOfAll(field: Fields[string]): boolean {
  return ownerOf(field) === ENTITIES;
}

function directive(text: string): ConstDirectiveNode {
  const [definition] = parse(`scalar Any ${text}`).definitions;
  return (definition as ScalarTypeDefinitionNode).directives?.[0] as ConstDirectiveNode;
}
