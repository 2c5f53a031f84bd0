import { readFileSync } from 'node:fs';

/** Of Linux's clock ticks, in which it counts processor time. */
const ticksPerS = 100;

/** Memory a process holds now, bytes; undefined where there is no /proc. */
export function memoryOf(pid: number): number {
	const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return Number(kb) * 1_024;
}

/** Processor time a process has used since its start, s. */
export function processorSeconds(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name in brackets may hold anything; times are the 12th and 13th fields behind it.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / ticksPerS;
}
