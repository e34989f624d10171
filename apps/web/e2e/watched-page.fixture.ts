import type { BrowserContext, Page } from 'playwright';

/** A page that remembers what went wrong on it and what it asked for. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught errors and refusals by the content security policy. */
  readonly complaints: string[];
  /** Addresses that the page asked for, its workers included. */
  readonly requests: string[];
}

/** Opens an empty page and watches it. */
export async function watchPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  context.on('request', (request) => {
    requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.exposeFunction('complain', (text: string) => complaints.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { complain } = window as unknown as { complain: (text: string) => void };
      complain(`Refused by ${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
  return { page, complaints, requests };
}
