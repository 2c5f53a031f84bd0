/** The languages of the guide, as the app names them. */
export type GuideLocale = 'zh-CN' | 'en';

export interface GuidePlatform {
	name: string;
	/** Three steps: get it, install it, trust it. */
	steps: readonly [string, string, string];
}

export interface GuideWords {
	title: string;
	why: string;
	download: string;
	fingerprint: string;
	compare: string;
	then: string;
	open: string;
	otherLanguage: string;
	platforms: readonly GuidePlatform[];
}

/** What the guide says. Kept apart from the app's messages: it is read before the app can open. */
export const guideWords: Record<GuideLocale, GuideWords> = {
	'zh-CN': {
		title: '让这台设备信任本地的 Outpost 前哨',
		why: '手机和电脑只对安全的网址开放摄像头和离线使用。本站的证书由这台服务器自己签发，每台设备只需按下面三步信任一次。',
		download: '下载证书',
		fingerprint: '证书指纹（SHA-256）',
		compare: '安装前，请与服务器终端上显示的指纹核对。不一致就不要安装。',
		then: '完成后，打开应用：',
		open: '打开 Outpost 前哨',
		otherLanguage: 'English',
		platforms: [
			{
				name: 'iPhone 和 iPad',
				steps: [
					'用 Safari 打开本页，点“下载证书”，再点“允许”。',
					'打开“设置”，点顶部的“已下载描述文件”，点“安装”。',
					'打开“设置 › 通用 › 关于本机 › 证书信任设置”，打开“Outpost local authority”的开关。',
				],
			},
			{
				name: 'Android',
				steps: [
					'点“下载证书”，保存文件。',
					'打开“设置”，搜索“CA 证书”，选“安装证书 › CA 证书”，点“仍然安装”。',
					'选中刚下载的 outpost-ca.crt，看到“已安装 CA 证书”后，关闭并重新打开浏览器。',
				],
			},
			{
				name: 'Windows',
				steps: [
					'点“下载证书”，双击下载的 outpost-ca.crt。',
					'点“安装证书”，选“当前用户”，再选“将所有的证书都放入下列存储”，点“浏览”，选“受信任的根证书颁发机构”。',
					'点“完成”，在安全警告里核对指纹后点“是”，重新打开浏览器。',
				],
			},
			{
				name: 'macOS',
				steps: [
					'点“下载证书”，双击下载的 outpost-ca.crt，加入“登录”钥匙串。',
					'在“钥匙串访问”里找到并双击“Outpost local authority”，展开“信任”。',
					'把“使用此证书时”改为“始终信任”，关闭窗口，输入密码确认。',
				],
			},
		],
	},
	en: {
		title: 'Let this device trust your local Outpost',
		why: 'Phones and computers give the camera and offline use to secure addresses only. This server signs its certificate itself, so each device has to trust it once, in three steps.',
		download: 'Download the certificate',
		fingerprint: 'Fingerprint of the certificate (SHA-256)',
		compare:
			'Before you install it, compare it with the fingerprint in the server’s terminal. If they differ, do not install it.',
		then: 'When that is done, open the app:',
		open: 'Open Outpost',
		otherLanguage: '简体中文',
		platforms: [
			{
				name: 'iPhone and iPad',
				steps: [
					'Open this page in Safari, tap “Download the certificate”, then “Allow”.',
					'Open Settings, tap “Profile Downloaded” near the top, then “Install”.',
					'Open Settings › General › About › Certificate Trust Settings and switch on “Outpost local authority”.',
				],
			},
			{
				name: 'Android',
				steps: [
					'Tap “Download the certificate” and save the file.',
					'Open Settings, search for “CA certificate”, choose “Install a certificate › CA certificate”, then “Install anyway”.',
					'Choose the downloaded outpost-ca.crt. When it says “CA certificate installed”, close the browser and open it again.',
				],
			},
			{
				name: 'Windows',
				steps: [
					'Choose “Download the certificate” and double-click the downloaded outpost-ca.crt.',
					'Choose “Install Certificate”, “Current User”, “Place all certificates in the following store”, “Browse”, “Trusted Root Certification Authorities”.',
					'Choose “Finish”, compare the fingerprint in the warning, choose “Yes”, and open the browser again.',
				],
			},
			{
				name: 'macOS',
				steps: [
					'Choose “Download the certificate”, double-click the downloaded outpost-ca.crt and add it to the “login” keychain.',
					'In Keychain Access find “Outpost local authority”, double-click it and unfold “Trust”.',
					'Set “When using this certificate” to “Always Trust”, close the window and confirm with your password.',
				],
			},
		],
	},
};
