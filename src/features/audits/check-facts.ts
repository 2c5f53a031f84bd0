import type { AuditCheck, AuditScan, auditConditions } from '#domain/audit/count.ts';
import type { ExpectedLine } from '#domain/audit/expected.ts';
import type { SealState } from '#domain/asset/asset.ts';

/** What a person put in; empty where he did not look. */
export interface CheckInput {
	/** `same` as listed, `other`, or not said. */
	user: string;
	userName: string;
	sealState: string;
	sealNumber: string;
	condition: string;
	labelDamaged: boolean;
	serial: string;
	name: string;
	category: string;
	model: string;
	note: string;
	checks: Partial<Record<AuditCheck, 'ok' | 'differs'>>;
}

/** The facts to record; what agrees with the list is told too, as having been looked at. */
export function factsOf(input: CheckInput, line: ExpectedLine | undefined): Partial<AuditScan> {
	const text = (value: string) => value.trim();
	const userSeen = input.user === 'same' ? line?.holder : text(input.userName);
	const serial = text(input.serial);
	const number = text(input.sealNumber);
	const seal = { state: input.sealState as SealState, ...(number && { number }) };
	const condition = input.condition as (typeof auditConditions)[number];
	return {
		...(userSeen && { userSeen }),
		...(input.sealState && { seal }),
		...(input.condition && { condition }),
		...(input.labelDamaged && { labelDamaged: true }),
		...(Object.keys(input.checks).length > 0 && { checks: input.checks }),
		...(line && serial && serial !== line.serial && { changes: { serial } }),
		...(!line && { described: described(input) }),
		...(text(input.note) && { note: text(input.note) }),
	};
}

function described({
	name,
	category,
	model,
	serial,
}: CheckInput): NonNullable<AuditScan['described']> {
	const given = { category: category.trim(), model: model.trim(), serial: serial.trim() };
	return {
		name: name.trim(),
		...(given.category && { category: given.category }),
		...(given.model && { model: given.model }),
		...(given.serial && { serial: given.serial }),
	};
}
