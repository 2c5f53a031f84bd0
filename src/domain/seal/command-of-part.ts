/** Ids of parts are `device:seq.n` (`run-command.ts`). */
export function commandOfPart(id: string): string {
	return id.slice(0, id.lastIndexOf('.'));
}
