/** How long something plays, as players show it: `0:07`, `2:30`. */
export function playTime(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}
