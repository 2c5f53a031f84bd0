import { expect, test } from 'vitest';
import * as v from 'valibot';
import { intakeCommands } from '#domain/work-order/commands/intake.ts';
import { people } from '#domain/work-order/order-world.ts';
import { missingIn, requestArgs, requestShape } from './request-form.ts';

const actor = { ...people.requester, customerId: 'customer-1' };
const typed = requestShape.fieldsOf({ summary: ' Printer jams ', room: '3F lab', tag: 'ZC-1' });

test('what is typed becomes a request in the own name', () => {
	const args = requestArgs(typed, actor);
	expect(v.parse(intakeCommands['workOrder.create@1'].args, args)).toMatchObject({
		channel: 'self_service',
		requester: { name: 'liu', userId: 'liu' },
		customerId: 'customer-1',
		summary: 'Printer jams',
		room: '3F lab',
		lines: [{ asset: { tag: 'ZC-1' } }],
	});
});

test('empty fields are left out', () => {
	const args = requestArgs(typed, actor);
	expect(args).not.toHaveProperty('symptom');
	expect(args['requester']).not.toHaveProperty('phone');
});

test('what is wrong and where must be said', () => {
	expect(missingIn(requestShape.fieldsOf({ room: '  ' }))).toEqual(['summary', 'room']);
	expect(missingIn(typed)).toEqual([]);
});
