import type { Role } from '#domain/access/roles.ts';

/** Somebody of the story, as he signs in. */
export interface Person {
	id: string;
	account: string;
	roles: readonly Role[];
	deskIds: readonly string[];
	customerId?: string;
}

const person = (account: string, roles: Role[], more: Partial<Person> = {}): Person => ({
	...{ id: `u-${account}`, account, roles, deskIds: ['desk-a'] },
	...more,
});

export const people = {
	desk: person('d1', ['dispatcher']),
	secondDesk: person('d2', ['dispatcher', 'supervisor'], { deskIds: ['desk-b'] }),
	first: person('e1', ['engineer']),
	second: person('e2', ['engineer']),
	third: person('e3', ['engineer', 'storekeeper'], { deskIds: ['desk-b'] }),
	both: person('e4', ['engineer', 'dispatcher']),
	requester: person('r1', ['requester'], { customerId: 'c-1', deskIds: [] }),
	approver: person('k1', ['clientApprover'], { customerId: 'c-2', deskIds: [] }),
	admin: person('a1', ['admin']),
} as const satisfies Record<string, Person>;

export const everybody: readonly Person[] = Object.values(people);
export const engineers: readonly Person[] = [
	people.first,
	people.second,
	people.third,
	people.both,
];

/** A word that stands in one record only: who may not see the record must never read it. */
export function secretOf(kind: string, id: string): string {
	return `zq~${kind}~${id}~zq`;
}

/** What a newer version wrote: every version keeps it. */
export const futureField = 'futureField';
