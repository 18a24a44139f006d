/** Injection tokens of things that are not classes of ours: `@Inject(CONFIG) private readonly config: Config`. */
export const CONFIG = Symbol('Config');
export const LOGGER = Symbol('Logger');
export const CHANGE_FEED = Symbol('ChangeFeed');
export const CLOCK = Symbol('Clock');
