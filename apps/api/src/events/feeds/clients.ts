const families: readonly (readonly [RegExp, string])[] = [
  [/google/i, 'Google'],
  [/thunderbird|lightning/i, 'Thunderbird'],
  [/outlook|microsoft|exchange/i, 'Outlook'],
  [/dataaccessd|calendaragent|ios\/|mac os x|macos|apple/i, 'Apple'],
  [/nextcloud|owncloud|sabre/i, 'Nextcloud'],
  [/davx5|icsx5/i, 'ICSx⁵'],
  [/proton/i, 'Proton'],
  [/fastmail|cyrus/i, 'Fastmail'],
  [/vdirsyncer/i, 'vdirsyncer'],
  [/khal/i, 'khal'],
  [/mozilla|curl|wget/i, 'Browser'],
];

/** The family of a calendar program by its User-Agent, as it is shown to the owner of a feed; nothing finer is kept. */
export function clientFamily(userAgent: string | undefined): string {
  return families.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? 'Other';
}
