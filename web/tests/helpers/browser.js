// The browsers: headless, with WebGPU on the CPU, the same everywhere.

import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import puppeteer from 'puppeteer-core';

/** Chromium, whose WebGPU runs on its own SwiftShader. */
export function chromium() {
  return puppeteer.launch({
    executablePath: program('CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome']),
    args: [
      '--headless=new',
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--enable-features=Vulkan',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    // A step on a busy two-core machine takes its time.
    protocolTimeout: 600_000,
  });
}

/** Firefox, whose WebGPU is wgpu on Vulkan: Mesa's lavapipe, named by VK_DRIVER_FILES. */
export function firefox(preferences = {}) {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: program('FIREFOX', ['firefox-esr', 'firefox']),
    headless: true,
    env: { VK_DRIVER_FILES: softwareVulkan(), ...process.env },
    extraPrefsFirefox: {
      'dom.webgpu.enabled': true,
      'dom.webgpu.workers.enabled': true,
      'gfx.webgpu.ignore-blocklist': true,
      ...preferences,
    },
    protocolTimeout: 600_000,
  });
}

function program(variable, names) {
  const named = process.env[variable];
  if (named && isAbsolute(named)) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of named ? [named] : names) {
    const found = folders.map((folder) => join(folder, name)).find(existsSync);
    if (found) return found;
  }
  throw new Error(`no ${names[0]}: install it or name it with ${variable}`);
}

function softwareVulkan() {
  const machine = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
  return `/usr/share/vulkan/icd.d/lvp_icd.${machine}.json`;
}
