/** Texts to begin with, written for this page. */
export const examples: readonly [string, ...string[]] = [
  'Thank you so much, I never expected anyone to notice. But honestly I am still a bit scared of tomorrow.',
  'They cancelled it again!! I hate this. Third time this month 😡',
  'My grandmother would have loved this song. I miss her every day.',
  'Wait, so the door was open the whole time? lol',
  'The meeting is on Tuesday at ten.',
];
