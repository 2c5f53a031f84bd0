/** How one picture went. */
export interface Outcome {
	set: string;
	name: string;
	isRead: boolean;
	/** Read, but not what is printed: worse than nothing. */
	isWrong: boolean;
	isReadByPeer: boolean;
	isWrongByPeer: boolean;
}

/** The rates per set and in all, as lines for the log. */
export function rateLines(outcomes: readonly Outcome[]): string[] {
	const sets = [...new Set(outcomes.map(({ set }) => set))];
	const rows = sets.map((set) => ({ label: set, of: outcomes.filter((each) => each.set === set) }));
	return [...rows, { label: 'total', of: outcomes }].map(({ label, of }) => rateLine(label, of));
}

function rateLine(label: string, outcomes: readonly Outcome[]): string {
	const ours = rate(outcomes, 'isRead', 'isWrong');
	const peer = rate(outcomes, 'isReadByPeer', 'isWrongByPeer');
	return `${label.padEnd(14)} ours ${ours}   html5-qrcode ${peer}`;
}

function rate(
	outcomes: readonly Outcome[],
	read: 'isRead' | 'isReadByPeer',
	wrong: 'isWrong' | 'isWrongByPeer',
): string {
	const share = `${count(outcomes, read)}/${outcomes.length}`;
	return `${share.padStart(7)} (${count(outcomes, wrong)} wrong)`;
}

export function count(
	outcomes: readonly Outcome[],
	which: 'isRead' | 'isWrong' | 'isReadByPeer' | 'isWrongByPeer',
): number {
	return outcomes.filter((outcome) => outcome[which]).length;
}
