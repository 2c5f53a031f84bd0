/**
 * When a record was in which channel, for who has to know what somebody held: every coming into a
 * channel and leaving it since it is written down. Measured in what the driver has: places in the
 * order of changes, or the server's time.
 */
export interface Stays<At> {
	/** From here on all is known. */
	since: At;
	/** That is where the record was made. */
	isWhole: boolean;
	/** In the order of writes. */
	moves: readonly Move<At>[];
}
type Move<At> = readonly [channel: string, at: At, came: boolean];

/** Of one record; who was away for longer than so many counts as having held it. */
const movesKeptMax = 200;

/** Undefined where nobody knows when this write was. */
export function withMoves<At>(
	before: Stays<At> | undefined,
	was: readonly string[] | undefined,
	is: readonly string[],
	at: At | undefined,
): Stays<At> | undefined {
	if (at === undefined) return undefined;
	if (!was || !before) return { since: at, isWhole: !was, moves: [] };
	const came = is.filter((channel) => !was.includes(channel));
	const left = was.filter((channel) => !is.includes(channel));
	if (came.length + left.length === 0) return before;
	return shortened({
		...before,
		moves: [
			...before.moves,
			...came.map((channel): Move<At> => [channel, at, true]),
			...left.map((channel): Move<At> => [channel, at, false]),
		],
	});
}

function shortened<At>(stays: Stays<At>): Stays<At> {
	const forgotten = stays.moves.at(-movesKeptMax - 1);
	if (!forgotten) return stays;
	return { since: forgotten[1], isWhole: false, moves: stays.moves.slice(-movesKeptMax) };
}

/**
 * Whether the record was in the channel at any moment from `from` to `to`; undefined where that cannot
 * be told. `isIn`: whether it is now.
 */
export function wasInChannel<At extends string | number>(
	stays: Stays<At> | undefined,
	{ channel, isIn, from, to }: { channel: string; isIn: boolean; from: At; to: At },
): boolean | undefined {
	if (!stays) return undefined;
	const { since, isWhole, moves } = stays;
	const end = to > from ? to : from;
	if (from < since) {
		if (!isWhole) return undefined;
		if (end < since) return false;
	}
	const next = moves.find(([name, at]) => name === channel && at > from);
	if (!next) return isIn;
	const [, at, came] = next;
	return came ? at <= end : true;
}
