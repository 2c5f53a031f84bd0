/**
 * The demo organisation: people, customers, their machines, knowledge, and a board in the middle of a
 * busy hour, all made by the same commands as everything else. Every person and place is made up.
 */
import type { Role } from '#domain/access/roles.ts';
import { optionalFields } from '#domain/organisation/paper-template.ts';
import { defaultDeskId, organisationId } from '#domain/organisation/records.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { Administration, AdministrationCommand } from '#server/administration.ts';
import { systemClock } from '#server/clock.ts';
import type { HashCost } from '#server/session/password.ts';
import { ensureReferenceRecords } from '#server/reference/reference-records.ts';
import { demoAssets, type DemoAsset } from './assets.ts';
import { demoPassword, demoPeople, secondLineId, stationId, userFields } from './people.ts';
import { demoCustomers } from './places.ts';
import { auditCommands } from './seed-audit.ts';
import { inspectionCommands } from './seed-inspection.ts';
import { articleCommands } from './seed-articles.ts';
import { findingCommands, orderCommands, sealCommands } from './seed-orders.ts';
import { lifeCommands } from './seed-life.ts';
import { labelCommands } from './seed-labels.ts';
import { libraryCommands } from './seed-library.ts';
import { partCommands } from './seed-parts.ts';
import { repairCommands } from './seed-repair.ts';

export interface DemoAccount {
	account: string;
	password: string;
	name: string;
	roles: Role[];
}

const registerAgeMinutes = 30 * 24 * 60;

/**
 * Fills an empty database; one that was filled already changes nothing. The orders stand as they would
 * at `now`. Gives the accounts to sign in with. Throws where a command of the demo is refused.
 */
export async function seedDemo(
	administration: Administration,
	now: Instant = systemClock(),
): Promise<DemoAccount[]> {
	await ensureReferenceRecords(administration);
	const assets = demoAssets();
	const taken = addMinutes(now, -registerAgeMinutes);
	await runAll(administration, [
		...organisationCommands(),
		...customerCommands(),
		...assets.map((asset) => ({ ...assetCommand(asset), at: taken })),
		...articleCommands(),
		...sealCommands(taken, assets),
		...partCommands(now),
		...libraryCommands(),
		...orderCommands(now, assets),
		...repairCommands(now),
		...findingCommands(now),
		...lifeCommands(now),
		...labelCommands(),
		...auditCommands(now, assets),
		...inspectionCommands(now, assets),
	]);
	return await giveAccounts(administration);
}

async function runAll(
	administration: Administration,
	commands: readonly AdministrationCommand[],
): Promise<void> {
	const results = await administration.executeAll(commands);
	const failed = results.findIndex(({ refusal }) => refusal !== undefined);
	if (failed < 0) return;
	const { type, record } = commands[failed] ?? {};
	throw new Error(`demo: ${type} of ${record}: ${JSON.stringify(results[failed]?.refusal)}`);
}

/** Passwords everybody knows are not worth a second of hashing each; signing in makes a dear one. */
const demoHashCost: HashCost = { memoryKiB: 8 * 1024, passes: 1 };

async function giveAccounts(administration: Administration): Promise<DemoAccount[]> {
	const accounts = demoPeople.flatMap(({ id, account, name, roles }) =>
		account ? [{ id, account, password: demoPassword(account), name, roles }] : [],
	);
	await Promise.all(
		accounts.map(({ id, account, password }) =>
			administration.setPassword(id, account, password, demoHashCost),
		),
	);
	return accounts.map(({ id: _, ...account }) => account);
}

/** As an administrator would: everything printed, in both languages, with an address. */
const paperTemplate: AdministrationCommand = {
	...{ type: 'organisation.setPaperTemplate@1', kind: 'organisation', record: organisationId },
	args: {
		...{ name: '青澜信息运维服务站', nameEn: 'Qinglan IT Field Service', seen: 0 },
		...{ address: '青澜市湖滨路 18 号', phone: '0571-8000', language: 'both' },
		fields: [...optionalFields],
	},
};

function organisationCommands(): AdministrationCommand[] {
	return [
		made('organisation', organisationId, {
			name: '青澜信息运维服务站',
			nameEn: 'Qinglan IT Field Service',
			zone: 'Asia/Shanghai',
			phone: '0571-8000',
		}),
		paperTemplate,
		made('desk', secondLineId, { name: '二线支持', purpose: 'desk' }),
		made('desk', stationId, { name: '青澜服务站', purpose: 'station' }),
		...demoPeople.map((person) => made('user', person.id, userFields(person))),
	];
}

function customerCommands(): AdministrationCommand[] {
	return demoCustomers.flatMap(({ id: customerId, sites, ...customer }) => [
		made('customer', customerId, { ...customer, deskId: defaultDeskId, stationId }),
		...sites.flatMap(({ id: siteId, contacts, ...site }) => [
			made('site', siteId, { ...site, customerId }),
			...contacts.map(({ id, ...contact }) =>
				made('contact', id, { ...contact, customerId, siteId }),
			),
		]),
	]);
}

function assetCommand({ id, fields }: DemoAsset): AdministrationCommand {
	return made('asset', id, fields);
}

function made(
	kind: AdministrationCommand['kind'],
	record: string,
	set: Record<string, unknown>,
): AdministrationCommand {
	return { type: `${kind}.import@1`, kind, record, args: { set } };
}
