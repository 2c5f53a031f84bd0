import type { Welcome } from './first-start.ts';

/** Where the server is and where its data lies. */
export function startedText(address: string, dataDir: string): string {
	return `\n  Outpost 前哨  ${address}\n  Data 数据  ${dataDir}\n`;
}

/** The accounts a newcomer can sign in with. */
export function accountsText({ kind, accounts }: Welcome): string {
	const title =
		kind === 'demo'
			? '  Demo accounts 演示账号 (account / password 账号 / 密码):'
			: '\n  First administrator, told once: change the password 首个管理员,仅显示一次:';
	const lines = accounts.map(
		({ account, password, name, roles }) =>
			`    ${account} / ${password}   ${name} · ${roles.join(', ')}`,
	);
	return `${[title, ...lines].join('\n')}\n`;
}
