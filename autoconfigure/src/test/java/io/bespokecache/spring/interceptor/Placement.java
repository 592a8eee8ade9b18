package io.bespokecache.spring.interceptor;

/**
 * Where the annotations of a method stand, and where its code does.
 */
enum Placement {

	/** On the class, which implements a bare interface. */
	CLASS(Site.TYPE, Site.TYPE, false),

	/** On the interface; the class is bare. */
	INTERFACE(Site.API, Site.TYPE, false),

	/** On a superclass that declares the method; the class inherits it. */
	SUPERCLASS(Site.BASE, Site.BASE, false),

	/** On a superclass; the class overrides the method without annotations. */
	OVERRIDDEN(Site.BASE, Site.TYPE, false),

	/** On a default method that the class inherits. */
	DEFAULT_METHOD(Site.API, Site.API, false),

	/** On both: the interface's annotation uses another cache. */
	CLASS_OVER_INTERFACE(Site.TYPE, Site.TYPE, false),

	/** On a generic interface, so that the class has a bridge method. */
	GENERIC_INTERFACE(Site.API, Site.TYPE, true),

	/** On a class that implements a generic interface. */
	CLASS_OF_GENERIC_INTERFACE(Site.TYPE, Site.TYPE, true),

	/** On a generic superclass that declares the method. */
	GENERIC_SUPERCLASS(Site.BASE, Site.BASE, true),

	/** On a generic superclass; the class overrides the method without annotations. */
	OVERRIDDEN_GENERIC(Site.BASE, Site.TYPE, true);

	private final Site annotations;

	private final Site code;

	private final boolean generic;

	Placement(Site annotations, Site code, boolean generic) {
		this.annotations = annotations;
		this.code = code;
		this.generic = generic;
	}

	boolean annotates(Site site) {
		return this.annotations == site;
	}

	boolean hasCodeOn(Site site) {
		return this.code == site || (site == Site.BASE && hasBase());
	}

	boolean hasBase() {
		return this.annotations == Site.BASE;
	}

	boolean isGeneric() {
		return this.generic;
	}

	/**
	 * One of the types that make up a bean's class.
	 */
	enum Site {

		/** The interface. */
		API,

		/** The superclass. */
		BASE,

		/** The class itself. */
		TYPE

	}

}
