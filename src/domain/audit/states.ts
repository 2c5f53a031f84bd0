/** The life of an audit campaign as a table: which command leads from where to where, and who gives it. */
export const auditStates = ['planned', 'open', 'reconciling', 'approved', 'closed'] as const;
export type AuditState = (typeof auditStates)[number];

/**
 * desk: dispatcher, supervisor or admin; approver: a supervisor who neither made the campaign nor
 * counts in it; holder: the desk, or who counts in it; server: the server itself, about what it did.
 */
export const auditMoves = {
	change: { from: ['planned'], to: 'same', who: 'desk' },
	assign: { from: ['planned', 'open', 'reconciling'], to: 'same', who: 'desk' },
	open: { from: ['planned'], to: 'open', who: 'desk' },
	freeze: { from: ['open'], to: 'same', who: 'server' },
	reconcile: { from: ['open'], to: 'reconciling', who: 'desk' },
	countAgain: { from: ['reconciling'], to: 'open', who: 'desk' },
	approve: { from: ['reconciling'], to: 'approved', who: 'approver' },
	sign: { from: ['approved', 'closed'], to: 'same', who: 'holder' },
	sealSnapshot: { from: ['approved', 'closed'], to: 'same', who: 'holder' },
	attachPaper: { from: ['approved', 'closed'], to: 'same', who: 'desk' },
	close: { from: ['approved'], to: 'closed', who: 'desk' },
} as const satisfies Record<
	string,
	{
		from: readonly AuditState[];
		to: AuditState | 'same';
		who: 'desk' | 'approver' | 'holder' | 'server';
	}
>;
export type AuditMove = keyof typeof auditMoves;
