import { expressionProblem, MOST_CHARACTERS, VARIABLES, variablesIn } from '../cel/environment.ts';
import { evaluateOff } from '../cel/evaluate.ts';
import { READ } from '../cel/read.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';

export const custom = defineRequirement({
  type: 'CUSTOM',
  description: 'An expression in CEL, the Common Expression Language, comes to true.',
  parameters: {
    expression: {
      type: 'string',
      longest: MOST_CHARACTERS,
      description: `What must hold, of ${Object.keys(VARIABLES).join(', ')}: run.metrics["auc"] > 0.8.`,
    },
    says: { type: 'string', default: null, description: 'What it demands, in words.' },
  },
  reads: Object.entries(VARIABLES).map(([name, variable]) => {
    const members = Object.entries('type' in variable ? variable.type : variable.listOf);
    const has = members.map(([member, type]) => `${member}: ${type}`).join(', ');
    return `${name}${'type' in variable ? '' : ', a list'}: ${variable.description} Has ${has}.`;
  }),
  problem({ expression }) {
    const message = expressionProblem(expression);
    return message === null ? null : { parameter: 'expression', message };
  },
  async assess({ release }, { expression, says }, evidence) {
    const what = says ?? expression;
    const variables: Record<string, unknown> = {};
    for (const name of variablesIn(expression)) {
      variables[name] = await READ[name](evidence);
      if (variables[name] !== null) continue;
      const { description } = VARIABLES[name];
      const why = `Of ${release.name} it is not known what \`${name}\` is: ${description.toLowerCase()}`;
      return unknown(why, 'Tell of it, or demand something else.');
    }
    const result = await evaluateOff(expression, variables);
    if (typeof result === 'object') {
      return unknown(
        `“${what}” comes to nothing: ${result.problem}.`,
        'Tell of what it speaks of, or say it otherwise.',
      );
    }
    evidence.note(release, expression, result);
    if (result) return pass(`“${what}” holds.`);
    return fail(`“${what}” does not hold.`, 'Change what it speaks of.');
  },
});
