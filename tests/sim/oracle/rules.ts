/** The life cycle of an order once more, as domain.md section 2 has it: who may move it from where to where. */
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { User } from '#domain/organisation/records.ts';

type Who = 'dispatcher' | 'assignee' | 'requester' | 'desk engineer' | 'engineer' | 'auditor';

export interface OrderRule {
	from: readonly string[];
	/** Absent where the state stays. */
	to?: readonly string[];
	who: readonly Who[];
}

const open = ['new', 'dispatched', 'accepted', 'en_route', 'on_site', 'suspended', 'returned'];
const done = ['completed', 'resolved_by_phone', 'closed'];
const any = [...open, ...done, 'cancelled'];
const underWay = ['dispatched', 'accepted', 'en_route', 'on_site'];
const planned = ['dispatched', 'accepted', 'en_route', 'suspended'];
const fact = (...who: Who[]): OrderRule => ({ from: any, who });
const own = ['assignee'] as const;
const parties = ['assignee', 'dispatcher'] as const;

/** By name without its version. What is not here may not move the state. */
export const orderRules: Readonly<Record<string, OrderRule>> = {
	create: { from: ['none'], to: ['new'], who: ['dispatcher', 'requester'] },
	stillBroken: { from: ['none'], to: ['new'], who: ['dispatcher'] },
	createOnSite: { from: ['none'], to: ['on_site'], who: ['engineer'] },
	createFollowUp: { from: ['none'], to: ['suspended', 'new'], who: ['engineer'] },
	createFromInspection: { from: ['none'], to: ['new'], who: ['engineer', 'auditor'] },
	claim: { from: ['new'], to: ['accepted'], who: ['desk engineer'] },
	resolveRemotely: {
		from: ['new', 'dispatched', 'accepted'],
		to: ['resolved_by_phone'],
		who: parties,
	},
	dispatch: {
		from: ['new', 'returned', 'suspended', ...underWay],
		to: ['dispatched'],
		who: ['dispatcher'],
	},
	replan: { from: planned, who: ['dispatcher'] },
	reportDelay: { from: planned, who: own },
	accept: { from: ['dispatched'], to: ['accepted'], who: own },
	depart: { from: ['accepted'], to: ['en_route'], who: own },
	arrive: { from: ['accepted', 'en_route'], to: ['on_site'], who: own },
	return: { from: underWay, to: ['returned'], who: own },
	noAccess: { from: ['en_route', 'on_site'], to: ['suspended'], who: own },
	suspend: { from: ['on_site'], to: ['suspended'], who: own },
	resume: { from: ['suspended'], to: ['accepted', 'on_site'], who: parties },
	restore: { from: ['on_site', 'suspended'], who: own },
	complete: { from: ['on_site'], to: ['completed'], who: own },
	sendBack: { from: ['completed'], to: ['accepted'], who: ['dispatcher'] },
	close: {
		from: ['completed', 'resolved_by_phone'],
		to: ['closed'],
		who: ['dispatcher', 'requester'],
	},
	rate: { from: done, who: ['requester'] },
	reopen: { from: done, to: ['new'], who: ['dispatcher', 'requester'] },
	cancel: { from: open, to: ['cancelled'], who: ['dispatcher', 'requester'] },
	revive: { from: ['cancelled'], to: ['new'], who: ['dispatcher', 'requester'] },
	acceptLate: { from: any, to: ['completed'], who: ['dispatcher'] },
	escalate: { from: open, who: parties },
	editRequest: fact('dispatcher'),
	customerTold: fact('dispatcher'),
	discardHeld: fact('dispatcher'),
	acceptFacts: fact('dispatcher'),
	supervisorInformed: fact('dispatcher'),
	note: fact('assignee', 'dispatcher', 'requester'),
	addPhoto: fact(...parties),
	addVoice: fact(...parties),
	addTime: fact(...own),
	consult: fact(...parties),
	addLine: fact(...parties),
	linkAsset: fact(...parties),
	recordWork: fact(...own),
	splitOff: fact(...own),
	correctTime: fact(...own),
	checkSeal: fact(...own),
	tick: fact(...own),
	recordConsent: fact(...own),
	sign: fact(...own),
	attachPaper: fact(...parties),
	linkRepair: fact(...own),
	usePart: fact(...own),
	returnPart: fact(...own),
	recordSwap: fact(...own),
	compareAsset: fact(...own),
	addFound: fact(...own),
	retract: fact(...parties),
	settleConflict: fact(...parties),
};

/** Roles that may write the plain registers, by kind. */
export const registerWriters: Readonly<Record<string, readonly string[]>> = {
	asset: ['admin', 'dispatcher', 'engineer', 'auditor', 'storekeeper', 'supervisor'],
	customer: ['admin', 'dispatcher', 'supervisor'],
	site: ['admin', 'dispatcher', 'supervisor'],
	part: ['admin', 'storekeeper'],
	repair: ['engineer', 'dispatcher', 'supervisor'],
	contact: ['admin', 'dispatcher', 'supervisor'],
	serviceItem: ['admin'],
	taxonomy: ['admin'],
	libraryItem: ['admin', 'storekeeper'],
	user: ['admin'],
	desk: ['admin'],
	calendar: ['admin'],
	servicePolicy: ['admin'],
	organisation: ['admin'],
};

type Stock = Extract<AnyRecord, { kind: 'stock' }>;

/**
 * The storekeeper moves everything; an engineer what is in his van, or was when he moved it, and
 * between it and the warehouse.
 */
export function stockWriterMay(
	before: AnyRecord | undefined,
	{ storeId }: Stock,
	{ type, other }: Readonly<Record<string, unknown>>,
	{ id, roles }: User,
): boolean {
	if (roles.includes('storekeeper') || roles.includes('admin')) return true;
	if (!roles.includes('engineer')) return false;
	if (storeId === 'warehouse') return type === 'transfer' && other === `van-${id}`;
	const wasHis = before?.kind === 'stock' && before.moves.some(({ by }) => by === id);
	return storeId === `van-${id}` || wasHis;
}
