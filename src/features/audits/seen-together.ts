import { isShapedLike } from '#domain/asset/tag-shape.ts';
import { auditCode, type Expected, type Place } from '#domain/audit/expected.ts';

/** One code of a picture, by the frozen list. */
export interface SeenCode<R extends { text: string }> {
	reading: R;
	expected: Expected | undefined;
	/** It is the tag of that room. */
	room: Place | undefined;
}

/**
 * What all codes of one picture say together.
 *
 * 1. Tag and serial of one label are one machine.
 * 2. The room comes first: what is seen with its tag is in it.
 * 3. What is on no list counts where it was seen without a machine, or looks like the tag of one: a
 *    maker's serial or article number beside a tag is no surplus.
 */
export function seenTogether<R extends { text: string }>(
	codes: readonly SeenCode<R>[],
): { counted: SeenCode<R>[]; aside: string[] } {
	const tags = codes.flatMap(({ expected }) => expected?.line.tag ?? []);
	const isAside = ({ reading: { text }, expected, room }: SeenCode<R>) =>
		!expected && !room && tags.length > 0 && !tags.some((tag) => isShapedLike(text, tag));
	const once = new Map(
		codes.filter((code) => !isAside(code)).map((code) => [keyOf(code), code] as const),
	);
	const rooms = [...once.values()].filter(({ room }) => room);
	const others = [...once.values()].filter(({ room }) => !room);
	return {
		counted: [...rooms, ...others],
		aside: codes.filter(isAside).map(({ reading }) => reading.text),
	};
}

/** Without a line of its own it is told by its code. */
function keyOf({ reading, expected }: SeenCode<{ text: string }>): string {
	return expected?.line.assetId ?? auditCode(reading.text);
}
