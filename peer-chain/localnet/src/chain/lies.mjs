const NOTHING = () => false;
const DEFAULT_BLOCKS = 1_000;
/** Of the 150 that a blockhash lives, so that the answer stays plausible. */
const DEFAULT_BLOCKS_LESS = 100;

export const LIE_KINDS = ['hides', 'invents', 'inflatesHeight', 'inflatesLastValid', 'deflatesLastValid'];

/** What an endpoint says against the truth. */
export class Lies {
  heightInflation = 0;
  lastValidInflation = 0;
  /** Whether a transaction that landed is denied. */
  hides = NOTHING;
  /** Whether a transaction that never landed is said to be finalized. */
  invents = NOTHING;

  /** @param {{kind: string, signature?: string, blocks?: number}[]} told `signature` limits a lie to one transaction */
  constructor(told = []) {
    this.told = told;
    for (const { kind, signature, blocks } of told) {
      switch (kind) {
        case 'hides':
          this.hides = either(this.hides, signature);
          break;
        case 'invents':
          this.invents = either(this.invents, signature);
          break;
        case 'inflatesHeight':
          this.heightInflation = blocks ?? DEFAULT_BLOCKS;
          break;
        case 'inflatesLastValid':
          this.lastValidInflation = blocks ?? DEFAULT_BLOCKS;
          break;
        case 'deflatesLastValid':
          this.lastValidInflation = -(blocks ?? DEFAULT_BLOCKS_LESS);
          break;
        default:
          throw new Error(`no such lie: ${kind}`);
      }
    }
  }
}

function either(known, signature) {
  return signature === undefined ? () => true : (asked) => asked === signature || known(asked);
}
