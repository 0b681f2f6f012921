import { expect, test } from 'vitest';
import { retyping } from '../../../src/lineage/what-if/data-types.ts';

test.each([
  ['int', 'bigint', 'WIDER'],
  ['INTEGER', 'int8', 'WIDER'],
  ['int4', 'long', 'WIDER'],
  ['smallint', 'int', 'WIDER'],
  ['int32', 'int64', 'WIDER'],
  ['int4', 'Integer', 'SAME'],
  ['bigint', 'int', 'OTHER'],
  ['float', 'double', 'WIDER'],
  ['real', 'double  precision', 'WIDER'],
  ['double', 'float', 'OTHER'],
  ['int', 'double', 'OTHER'],
  ['varchar(10)', 'VARCHAR ( 20 )', 'WIDER'],
  ['character varying(10)', 'varchar(10)', 'SAME'],
  ['varchar(20)', 'varchar(10)', 'OTHER'],
  ['varchar(20)', 'text', 'WIDER'],
  ['varchar(20)', 'varchar', 'WIDER'],
  ['varchar', 'varchar(20)', 'OTHER'],
  ['varchar', 'text', 'SAME'],
  ['text', 'string', 'SAME'],
  ['text', 'varchar(20)', 'OTHER'],
  ['char(5)', 'varchar(5)', 'OTHER'],
  ['decimal(10, 2)', 'numeric(12,2)', 'WIDER'],
  ['decimal(10)', 'decimal(12, 0)', 'WIDER'],
  ['decimal(10,2)', 'decimal(12,3)', 'OTHER'],
  ['decimal(12,2)', 'decimal(10,2)', 'OTHER'],
  // Of eight bytes for some, of eight bits for others.
  ['int8', 'int64', 'OTHER'],
  ['int16', 'int8', 'OTHER'],
  ['int8', 'int8', 'SAME'],
  ['uuid', 'uuid', 'SAME'],
  ['uuid', 'text', 'OTHER'],
  ['timestamp', 'timestamptz', 'OTHER'],
  ['struct<a:int>', 'struct<a:bigint>', 'OTHER'],
  ['', 'int', 'OTHER'],
])('from %s to %s is %s', (from, to, expected) => {
  expect(retyping(from, to)).toBe(expected);
});
