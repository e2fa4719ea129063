import { app } from './app.ts';
import { appearance } from './appearance.ts';
import { attachments } from './attachments.ts';
import { backups } from './backups.ts';
import { commands } from './commands.ts';
import { condition } from './condition.ts';
import { conversations } from './conversations.ts';
import { desktop } from './desktop.ts';
import { emoji } from './emoji.ts';
import { errors } from './errors.ts';
import { exporting } from './export.ts';
import { groups } from './groups.ts';
import { guest } from './guest.ts';
import { hosting } from './hosting.ts';
import { keys } from './keys.ts';
import { messages } from './messages.ts';
import { move } from './move.ts';
import { notes } from './notes.ts';
import { offline } from './offline.ts';
import { people } from './people.ts';
import { retention } from './retention.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { signing } from './signing.ts';
import { standby } from './standby.ts';
import { start } from './start.ts';
import { system } from './system.ts';
import { trust } from './trust.ts';
import { updates } from './updates.ts';
import type { Catalogue } from '../catalogue.ts';

export const ru: Catalogue<'ru'> = {
  ...app,
  ...offline,
  ...errors,
  ...desktop,
  ...start,
  ...trust,
  ...signing,
  ...keys,
  ...conversations,
  ...messages,
  ...notes,
  ...groups,
  ...people,
  ...emoji,
  ...search,
  ...attachments,
  ...hosting,
  ...backups,
  ...retention,
  ...move,
  ...standby,
  ...condition,
  ...settings,
  ...exporting,
  ...system,
  ...appearance,
  ...commands,
  ...updates,
  ...guest,
};
