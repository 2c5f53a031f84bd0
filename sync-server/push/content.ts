import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/canonical-json.ts';
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';

const contentBytes = 16;

/** What tells one command from another that carries the same name; kept with its result. */
export function contentOf(command: Command): string {
	const digest = createHash('sha256').update(canonicalJson(command)).digest();
	return digest.subarray(0, contentBytes).toString('base64url');
}

/**
 * The answer to a command whose name is in the journal: what became of the first, or `seq-taken`
 * where the first was another one, as a copied or rolled back installation sends it. Results of
 * older servers know no content: they count as the same.
 */
export function answerAgain(known: CommandResult, content: unknown): CommandResult {
	const { content: first, ...result } = known;
	if (first === undefined || content === undefined || first === content)
		return { ...result, outcome: 'duplicate', original: known.outcome };
	return { seq: known.seq, outcome: 'rejected', refusal: { kind: 'seq-taken' } };
}
