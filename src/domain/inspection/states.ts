/** The life of an inspection round as a table: which command leads from where to where, and who gives it. */
export const inspectionStates = [
	'draft',
	'submitted',
	'ready',
	'reported',
	'closed',
	'cancelled',
] as const;
export type InspectionState = (typeof inspectionStates)[number];

/**
 * desk: dispatcher, supervisor or admin; inspector: who is named in it; approver: who may answer the
 * step of the chain that is due (`approval.ts`); maker: desk or inspector; server: the server itself.
 * `chain`: the state moves once the last step has agreed.
 */
export const inspectionMoves = {
	change: { from: ['draft'], to: 'same', who: 'desk' },
	submit: { from: ['draft'], to: 'submitted', who: 'desk' },
	assign: { from: ['draft', 'submitted', 'ready'], to: 'same', who: 'desk' },
	freeze: { from: ['submitted', 'ready'], to: 'same', who: 'server' },
	approvePlan: { from: ['submitted'], to: 'same', who: 'approver' },
	sendBackPlan: { from: ['submitted'], to: 'draft', who: 'approver' },
	report: { from: ['ready'], to: 'reported', who: 'inspector' },
	approveReport: { from: ['reported'], to: 'same', who: 'approver' },
	sendBackReport: { from: ['reported'], to: 'ready', who: 'approver' },
	attachPaper: { from: ['reported', 'closed'], to: 'same', who: 'maker' },
	follow: { from: ['ready', 'reported', 'closed'], to: 'same', who: 'server' },
	cancel: { from: ['draft', 'submitted', 'ready'], to: 'cancelled', who: 'desk' },
} as const satisfies Record<
	string,
	{
		from: readonly InspectionState[];
		to: InspectionState | 'same';
		who: 'desk' | 'inspector' | 'approver' | 'maker' | 'server';
	}
>;
export type InspectionMove = keyof typeof inspectionMoves;

/** While it is on the devices of who is named in it. */
export function isUnderWay(state: InspectionState): boolean {
	return state === 'ready' || state === 'reported';
}
