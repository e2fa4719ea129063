/** The team of a workshop by a harbour; Anna hosts. The names try what names do to a screen. */
export const people = {
  anna: 'Anna Berg',
  ben: 'Ben Ito',
  chidi: 'Chidinma Okafor',
  jose: 'José Ángel Muñoz Villaseñor',
  ming: '李明',
  fatima: 'فاطمة الزهراء',
  soren: 'Søren Kjærgård',
  priya: 'Priya Raghunathan-Venkatasubramanian of Thiruvananthapuram',
  khai: 'Nguyễn Thị Minh Khai',
} as const;
export type Member = keyof typeof people;

export const members = Object.keys(people) as Member[];

/** How somebody looks in their picture; who has none is shown by their initials. */
export interface Looks {
  backdrop: string;
  skin: string;
  hair: string;
  clothes: string;
  hairdo: 'short' | 'long' | 'bun' | 'scarf' | 'beard';
}

export const looks: Partial<Record<Member, Looks>> = {
  anna: {
    backdrop: '#cfe3dc',
    skin: '#f1c9a5',
    hair: '#b5652b',
    clothes: '#20615b',
    hairdo: 'bun',
  },
  ben: {
    backdrop: '#f4dcb8',
    skin: '#e3b48c',
    hair: '#2b2623',
    clothes: '#b4532a',
    hairdo: 'short',
  },
  chidi: {
    backdrop: '#d9d5ee',
    skin: '#7a4a2e',
    hair: '#1d1512',
    clothes: '#5a4a9c',
    hairdo: 'long',
  },
  jose: {
    backdrop: '#cfe0ee',
    skin: '#c98f65',
    hair: '#3b2a20',
    clothes: '#27506f',
    hairdo: 'beard',
  },
  ming: {
    backdrop: '#efd3d0',
    skin: '#ecc39a',
    hair: '#23201f',
    clothes: '#8c3142',
    hairdo: 'long',
  },
  fatima: {
    backdrop: '#d6e6c9',
    skin: '#d9a679',
    hair: '#3d6b57',
    clothes: '#2d4f41',
    hairdo: 'scarf',
  },
};

/** Strangers who have asked Anna to be friends, and one whom she has asked. */
export const askers = { olu: 'Oluwaseun Adébáyọ̀', marketa: 'Markéta Dvořáková' } as const;
export const asked = { kaimana: 'Kaimana Kealoha' } as const;
