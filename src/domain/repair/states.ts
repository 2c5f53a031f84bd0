/** The life of a vendor repair as a table: which command leads from where to where, and who gives it. */
export const repairStates = [
	'requested',
	'changes',
	'approved',
	'at_vendor',
	'returned',
	'signed',
	'passed',
	'no_vendor',
	'cancelled',
] as const;
export type RepairState = (typeof repairStates)[number];

const open = ['requested', 'changes', 'approved', 'at_vendor', 'returned', 'signed'] as const;

/** own: the engineer of the repair or the desk; supervisor: never who asked for it. */
export const repairMoves = {
	resubmit: { from: ['changes'], to: 'requested', who: 'own' },
	approve: { from: ['requested'], to: 'approved', who: 'supervisor' },
	askChange: { from: ['requested'], to: 'changes', who: 'supervisor' },
	refuseVendor: { from: ['requested'], to: 'no_vendor', who: 'supervisor' },
	addQuote: { from: ['approved'], to: 'approved', who: 'own' },
	chooseQuote: { from: ['approved'], to: 'approved', who: 'own' },
	handOver: { from: ['approved'], to: 'at_vendor', who: 'own' },
	report: { from: ['at_vendor'], to: 'at_vendor', who: 'own' },
	takeBack: { from: ['at_vendor'], to: 'returned', who: 'own' },
	sign: { from: ['returned'], to: 'signed', who: 'own' },
	pass: { from: ['signed'], to: 'passed', who: 'engineer' },
	fail: { from: ['signed'], to: 'approved', who: 'engineer' },
	cancel: { from: ['requested', 'changes', 'approved'], to: 'cancelled', who: 'own' },
	lend: { from: open, to: 'same', who: 'own' },
	takeLoanBack: { from: repairStates, to: 'same', who: 'own' },
} as const satisfies Record<
	string,
	{ from: readonly RepairState[]; to: RepairState | 'same'; who: 'own' | 'supervisor' | 'engineer' }
>;
export type RepairMove = keyof typeof repairMoves;

export function isRepairOpen(state: RepairState): boolean {
	return (open as readonly RepairState[]).includes(state);
}
