import { expect, test } from '@playwright/test';
import { ServerOnNetwork } from './support/server-on-network.ts';
import { SmallNetwork } from '../support/small-network.ts';
import { confirmServer, hostHere, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';

/** The server's computer is a network namespace; the app's is this one, on the same switch. */
let network: SmallNetwork;
let serverAddress: string;
let here: { interface: string; address: string };
let desktop: Desktop;

test.beforeEach(() => {
  network = new SmallNetwork('10.77.2');
  serverAddress = network.addComputer('host');
  here = network.addThisComputer();
  desktop = new Desktop('carla');
});

test.afterEach(async () => {
  await desktop.remove();
  network.remove();
});

async function openJoinScreen() {
  await desktop.launch();
  await desktop.page.getByText('Join a server').first().click();
}

const nearby = () => desktop.page.getByTestId('nearby-server');

test('a server appears on the join screen, is joined with a click, and is known afterwards', async () => {
  await desktop.launch();
  // Watched for from before it comes: it lasts for a few seconds only.
  const looking = desktop.page.getByText('Looking for servers…').waitFor();
  await desktop.page.getByText('Join a server').first().click();
  await looking;
  const server = await ServerOnNetwork.start(network, 'host', 'The workshop');
  try {
    await expect(nearby()).toHaveCount(1);
    await expect(nearby()).toContainText('The workshop');
    await expect(nearby()).toContainText(`${serverAddress}:8000`);
    await expect(nearby()).not.toContainText('Known');
    await desktop.screenshot('join-nearby');
    await nearby().click();
    await confirmServer(desktop);
    await expect(desktop.page.getByText(`${serverAddress}:8000`)).toBeVisible();
    await signUp(desktop, { username: 'carla', displayName: 'Carla Ruiz' });

    await desktop.page.getByRole('button', { name: 'Settings' }).click();
    await desktop.page.getByRole('button', { name: 'Leave this server…' }).click();
    await desktop.page.getByRole('button', { name: 'Leave server' }).click();
    await desktop.page.getByText('Join a server').first().click();
    await expect(nearby()).toContainText('Known');
    await desktop.screenshot('join-nearby-known');
  } finally {
    await server.stop();
  }
  await expect(nearby()).toHaveCount(0);
});

test('where multicast does not get through the app says what it tried, and the address works', async () => {
  network.setMulticast(false);
  const server = await ServerOnNetwork.start(network, 'host', 'The workshop');
  try {
    await openJoinScreen();
    const nobody = desktop.page.getByTestId('nearby-nobody');
    await expect(nobody).toContainText('No server was heard');
    await expect(nobody).toContainText(`${here.interface} (${here.address})`);
    await desktop.screenshot('join-nobody-heard');
    await desktop.page.getByLabel('Address').fill(serverAddress);
    await desktop.page.getByRole('button', { name: 'Connect', exact: true }).click();
    await confirmServer(desktop);
  } finally {
    await server.stop();
  }
});

test('the host sees each address that others may type, with a tick where the server answers', async () => {
  await desktop.launch();
  await hostHere(desktop, 'anyone');
  await signUp(desktop, { username: 'carla', displayName: 'Carla Ruiz' });
  await desktop.page.getByRole('button', { name: 'Hosting' }).click();
  const address = desktop.page.getByTestId('hosted-address').filter({ hasText: here.address });
  await expect(address.locator('[data-result=answers]')).toBeVisible();
  await desktop.screenshot('hosting-addresses');

  network.removeThisComputer();
  await expect(address).toHaveCount(0);
});
