import { asset } from '$app/paths';

/** All of them lie in one folder of the stick; the service worker keeps them on the device. */
export const machineScripts = [
	...(['machine-check.cmd', 'machine-check.ps1'] as const),
	...(['machine-check.sh', 'machine-check.html'] as const),
] as const;
export type MachineScript = (typeof machineScripts)[number];

/** Attributes of a link that saves it. */
export function linkTo(file: MachineScript): { href: string; download: string } {
	return { href: asset(`/machine-check/${file}`), download: file };
}
