import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runShown } from './child-process.mjs';
import { runScript, toolScript } from './tools.mjs';

const chromiumPaths = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome-stable',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];
const chineseFontPaths = [
	'/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
	'/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc',
	'/usr/share/fonts/truetype/wqy/wqy-microhei.ttc',
];

/**
 * A Chromium or Chrome of this machine: the one CHROMIUM names, else a well-known path.
 * @returns {string | undefined} undefined where Playwright's own has to do
 */
export function findChromium() {
	const named = process.env.CHROMIUM;
	return [named, ...chromiumPaths].find((path) => path && existsSync(path));
}

/** Chromium's own sandbox refuses to run as root. */
export function chromiumArguments() {
	return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/**
 * Makes the browser and the tools of the end-to-end tests available where this machine lets us.
 * @returns {Promise<number>} exit code; 0 when there is a browser
 */
export async function ensureBrowser() {
	const missing = missingDebianPackages();
	if (missing.length > 0 && isDebianAsRoot()) await aptInstall(missing);
	else if (missing.length > 0) console.log(`Not on this machine: ${missing.join(', ')}.`);
	if (findChromium()) return 0;
	console.log('Fetching a Chromium for the tests …');
	return runScript(toolScript('@playwright/test', 'playwright'), ['install', 'chromium']);
}

function missingDebianPackages() {
	const missing = [];
	if (!findChromium()) missing.push('chromium');
	if (!onPath('pdftotext') || !onPath('pdftoppm')) missing.push('poppler-utils');
	if (process.platform === 'linux' && !chineseFontPaths.some(existsSync)) {
		missing.push('fonts-noto-cjk');
	}
	return missing;
}

/** @param {string} program */
function onPath(program) {
	const name = process.platform === 'win32' ? `${program}.exe` : program;
	return (process.env.PATH ?? '').split(delimiter).some((dir) => existsSync(join(dir, name)));
}

// Ubuntu's chromium package is a snap and does not run in containers.
function isDebianAsRoot() {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
	return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** @param {string[]} packages */
async function aptInstall(packages) {
	console.log(`Installing ${packages.join(', ')} …`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0'];
	const updated = await runShown('apt-get', [...quiet, 'update'], { env });
	if (updated !== 0) return;
	await runShown('apt-get', [...quiet, 'install', '-y', '--no-install-recommends', ...packages], {
		env,
	});
}
