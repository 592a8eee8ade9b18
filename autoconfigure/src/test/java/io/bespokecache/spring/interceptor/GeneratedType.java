package io.bespokecache.spring.interceptor;

import java.util.List;

import io.bespokecache.spring.interceptor.MethodShape.Reach;
import io.bespokecache.spring.interceptor.Placement.Site;

/**
 * A bean class of the family with its interface and, where the placement has one, its
 * superclass, generated from the shapes of its methods.
 */
record GeneratedType(String name, Class<?> api, Class<?> type, List<MethodShape> shapes) {

	static final String API_SUFFIX = "Api";

	private static final AnnotationSpec FAR = AnnotationSpec.cacheable("far");

	/**
	 * Generates a type.
	 * @param name simple name of the class
	 * @param shapes its methods, all of one placement and with the same annotations of
	 * the type
	 * @return the loaded classes
	 */
	static GeneratedType generate(String name, List<MethodShape> shapes) {
		Placement placement = shapes.get(0).placement();
		ClassFile apiFile = ClassFile.ofInterface(name + API_SUFFIX, placement.isGeneric());
		Class<?> api = methods(apiFile, Site.API, shapes).load();
		Class<?> base = null;
		if (placement.hasBase()) {
			ClassFile baseFile = ClassFile.ofClass(name + "Base", null, api, placement.isGeneric(), true);
			base = methods(baseFile, Site.BASE, shapes).load();
		}
		ClassFile file = ClassFile.ofClass(name, base, api, placement.isGeneric(), false);
		return new GeneratedType(name, api, methods(file, Site.TYPE, shapes).load(), shapes);
	}

	private static ClassFile methods(ClassFile file, Site site, List<MethodShape> shapes) {
		MethodShape first = shapes.get(0);
		if (first.placement().annotates(site)) {
			file.annotate(first.typeAnnotations());
		}
		for (MethodShape shape : shapes) {
			method(file, site, shape, shape.methodName(), shape.results(), shape.annotations());
			if (shape.hasLookup()) {
				method(file, site, shape.reachable(Reach.PUBLIC), shape.lookupName(), shape.results().ofLookup(),
						List.of(shape.lookupAnnotation()));
			}
		}
		return file;
	}

	private static void method(ClassFile file, Site site, MethodShape shape, String methodName, Results results,
			List<AnnotationSpec> annotations) {
		Placement placement = shape.placement();
		boolean code = placement.hasCodeOn(site);
		if ((site == Site.API) ? shape.reach().isHidden() : !code) {
			return;
		}
		int modifiers = ((site == Site.API) ? Reach.PUBLIC : shape.reach()).modifiers();
		boolean erased = placement.isGeneric() && site != Site.TYPE;
		boolean bridged = placement.isGeneric() && site == Site.TYPE;
		file.method(new ClassFile.Signature(methodName, modifiers, shape.parameters(), results, erased, bridged),
				placement.annotates(site) ? annotations : farAnnotations(placement, site), code);
	}

	private static List<AnnotationSpec> farAnnotations(Placement placement, Site site) {
		return (placement == Placement.CLASS_OVER_INTERFACE && site == Site.API) ? List.of(FAR) : List.of();
	}

}
