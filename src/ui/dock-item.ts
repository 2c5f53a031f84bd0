/** One step of a record on the annunciator strip. */
export interface DockItem {
	id: string;
	/** Two characters in Chinese, one short word in English. */
	label: string;
	/** done: tick; count: its number; required: ring; none: a dash. */
	state: 'done' | 'count' | 'required' | 'none';
	/** For 'count': 3/6, 2. */
	count?: string | undefined;
	current?: boolean | undefined;
	href?: string | undefined;
	onclick?: (() => void) | undefined;
}
