import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/geist/index.css';
import '@fontsource-variable/geist-mono/index.css';
import './styles/tokens.css';
import './styles/base.css';
import { readAddress } from './shell/address.ts';
import { pageOf } from './shell/pages.ts';
import { Shell } from './shell/Shell.tsx';
import { applyTheme, storedTheme } from './shell/theme.ts';

// Before the first paint, so that a chosen theme never flashes through the other one.
applyTheme(storedTheme());

const address = readAddress(location.hash);
pageOf(address.task).begin(address);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <Shell />
  </StrictMode>,
);
