import type { DemoArticle } from './demo-article.ts';

export const articlesEn: readonly DemoArticle[] = [
	{
		id: 'kb-en-beeps',
		title: 'Desktop beeps three times and stays dark: check memory first',
		problemType: 'hardware',
		systemType: 'Desktop',
		faultType: 'No boot',
		symptom: 'Three short beeps, no picture, power light blinking amber. Often after a power cut.',
		cause: 'A memory module with bad contact or a dead module; the self-test stops at memory.',
		solution: `1. Power off, unplug, hold the power button for 10 seconds, wear the wrist strap.
2. Compare and photograph the seal before opening; note its number.
3. Take out all modules, clean the contacts, start with one module in the first slot.
4. If it starts, add modules one at a time until the bad module or slot shows itself.
5. Run the memory diagnostic once, apply a new seal and write down old and new number.

Ask about unsaved work first, and never mix modules of different speed.`,
		keywords: ['beep', 'boot', 'memory', 'black screen'],
		audience: 'internal',
	},
	{
		id: 'kb-en-profile',
		title: 'Windows signs in with a temporary profile',
		problemType: 'system',
		systemType: 'Windows',
		faultType: 'Sign-in',
		symptom: 'The desktop is empty and a notice says that changes will be lost at sign-out.',
		cause: 'The profile could not be loaded: disk full, damaged user hive, or a locked file.',
		solution: `1. Do not let the user work on: nothing saved here survives.
2. Free at least 5 GB on the system disk, restart, try again.
3. Open the profile list in the registry: the account has one key ending in \`.bak\` and one without.
   Export both, remove the one without, rename the other to the plain name.
4. Restart and sign in. Check that documents and mail are there.
5. If the hive itself is damaged, make a new profile and copy the data folders only.`,
		keywords: ['profile', 'temporary', 'sign-in', 'desktop empty'],
		audience: 'internal',
	},
	{
		id: 'kb-en-wifi',
		title: 'Wi-Fi connects but drops every few minutes',
		problemType: 'system',
		systemType: 'Network',
		faultType: 'Wi-Fi',
		symptom: 'One laptop loses the wireless network again and again, others stay on.',
		cause:
			'Power saving of the adapter, an old driver, or roaming between two equal access points.',
		solution: `1. Write down the access point and signal at the moment it drops.
2. Adapter properties, power management: do not let the computer switch it off.
3. Install the maker's driver, not the one Windows offers.
4. Lower the roaming aggressiveness one step; prefer 5 GHz.
5. Still dropping at one desk only: measure there, the place may lie between two cells.`,
		keywords: ['wifi', 'wireless', 'drops', 'driver', 'roaming'],
		audience: 'public',
	},
	{
		id: 'kb-en-mail',
		title: 'Mail client asks for the password again and again',
		problemType: 'application',
		systemType: 'E-mail',
		faultType: 'Sign-in',
		symptom: 'The right password is refused in the client but works in the browser.',
		cause:
			'An old password in the credential store, or a phone that still tries it and locks the account.',
		solution: `1. Sign in on the web to be sure that the account is not locked.
2. Close the client, remove its entries in the credential manager, start it again.
3. Ask about every other device with this mailbox: update or remove the account there.
4. If the clock of the computer is more than five minutes off, set it first.`,
		keywords: ['mail', 'password', 'credential', 'locked'],
		audience: 'public',
	},
	{
		id: 'kb-en-disk',
		title: 'A disk of the array is predicted to fail',
		problemType: 'hardware',
		systemType: 'Server',
		faultType: 'Disk',
		symptom: 'The controller reports a predictive failure, everything still works.',
		cause: 'Reallocated or pending sectors passed the limit of the maker.',
		solution: `1. Check that last night's backup ended well and can be read.
2. Note slot, serial and array state. **Only one disk may be missing at a time.**
3. Order the same capacity and type; the clock of the order runs while waiting for the part.
4. Mark the disk offline in the controller, let its light blink, pull that one only.
5. Insert the new disk, watch the rebuild start, come back when it has ended.
6. Faulty disks of customers with secret data stay with the customer.`,
		keywords: ['disk', 'raid', 'predictive failure', 'rebuild'],
		audience: 'internal',
	},
	{
		id: 'kb-en-switch',
		title: 'Switch port flaps or shows errors',
		problemType: 'hardware',
		systemType: 'Switch',
		faultType: 'Port',
		symptom: 'The port goes up and down in the log, users behind it complain of pauses.',
		cause: 'Damaged patch cord, speed fixed on one side only, or a loop.',
		solution: `1. Read the counters: CRC errors point to the cable, collisions to the duplex setting.
2. Both sides to automatic, or both fixed alike.
3. Replace the patch cord, then try another port; write the new port on the plan.
4. See whether spanning tree blocks something: a small switch under a desk often closes a loop.
5. Clear the counters and read them again after ten minutes.`,
		keywords: ['switch', 'port', 'flapping', 'CRC', 'loop'],
		audience: 'internal',
	},
	{
		id: 'kb-en-install',
		title: 'Before installing an operating system: five questions',
		problemType: 'consulting',
		systemType: 'Desktop',
		faultType: 'Installation',
		symptom: 'The user asks for a fresh installation.',
		cause: 'Data and licences are lost more often than systems.',
		solution: `1. Where is the data? Look at desktop, documents, mail archive and local databases together.
2. Is it backed up, and has somebody opened the backup?
3. Which programs carry licences tied to this machine?
4. Which devices need drivers that are no longer on the web?
5. Is the consent signed? After a virus the customer's IT department confirms as well.

Only then start, and keep the old disk image for 14 days.`,
		keywords: ['install', 'operating system', 'backup', 'consent'],
		audience: 'internal',
	},
];
