import type { AuditScan } from '#domain/audit/count.ts';
import { machineFields, recordOf } from '#domain/machine-check/beside-record.ts';
import type { MachineFacts } from '#domain/machine-check/facts.ts';
import { memoryText } from '#features/assets/machine-check/hardware-facts.ts';
import { m } from '#i18n/generated/messages.js';

/** What of a machine check goes into an audit. */
export interface CheckedInCount {
	/** Names of fields that differ from the record. */
	fields: readonly string[];
	/** Whether anything does, disks and monitors too. */
	differs: boolean;
}

const noteLengthMax = 500;

/** As a fact of its scan: the supervisor decides about what differs. */
export function factsOfCheck(
	facts: MachineFacts,
	{ fields, differs }: CheckedInCount,
): Partial<AuditScan> {
	const real = recordOf(facts);
	const changed = machineFields.filter((field) => fields.includes(field) && real[field]);
	const changes = Object.fromEntries(changed.map((field) => [field, real[field] ?? '']));
	const disks = facts.disks.map(({ gigabytes }) => (gigabytes ? `${gigabytes} GB` : ''));
	const parts = [facts.cpu, facts.memory && memoryText(facts.memory), ...disks];
	const text = parts.filter(Boolean).join('；');
	return {
		checks: { configuration: differs ? 'differs' : 'ok' },
		...(changed.length > 0 && { changes }),
		...(text && { note: m.machine_note({ text }).slice(0, noteLengthMax) }),
	};
}
