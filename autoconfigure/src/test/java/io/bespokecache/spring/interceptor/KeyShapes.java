package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;

import static io.bespokecache.spring.interceptor.AnnotationSpec.cacheable;
import static io.bespokecache.spring.interceptor.AnnotationSpec.evict;
import static io.bespokecache.spring.interceptor.AnnotationSpec.put;

/**
 * Shapes that differ by the expression of the key.
 */
final class KeyShapes {

	static final List<String> KEYS = List.of("#id", "#p0", "#a0", "#root.args[0]", " #id ", "#id + ''", "'constant'",
			"'it''s'", "42", "42L", "3.5", "-1", "true", "null", "#root.methodName + #id", "#root.method.name",
			"#root.targetClass.simpleName + #id", "#root.target.class == #root.targetClass",
			"#root.caches[0].name + #id", "#root.args.length", "methodName", "args[0]", "#this.methodName",
			"T(java.util.Objects).hash(#id)", "@prefix.of(#id)", "@unknownBean.of(#id)", "#id.toUpperCase()",
			"#id.length()", "#id?.length()", "#id.bytes", "#id.bytes.length", "#id.empty", "#id ?: 'none'",
			"#id == null ? 'none' : #id", "{#id, 1}", "{#id, {'nested'}}", "{'a': #id}", "new StringBuilder(#id)",
			"#id matches 'a.*'", "#ID", "#unknown", "#unknown.length()", "#id.unknown", "#p1", "#a9", "#root.unknown",
			"#result", "#id.", "'unclosed", "#{id}", "id", "#root.args[7]", "#id instanceof T(String)");

	private static final List<String> PERSON_KEYS = List.of("#user", "#user.id", "#user.name", "#user.badge",
			"#user.active", "#user.label", "#user.address", "#user.address.city", "#user.address.city.length()",
			"#user.address?.city", "#user?.id", "#user?.address?.city", "#user.getName()", "#user.shout()",
			"#user['name']", "#user.Name", "#user.ID", "#user.class.simpleName", "#user.point", "#user.point.x",
			"#user.point.x()", "#user.tags", "#user.tags[0]", "#user.tags[9]", "#user.attributes['k']",
			"#user.attributes.k", "#user.trouble", "#user.hidden", "#user.rights", "#user.nothing", "#p0.id",
			"#a0.name", "#a0.address.city", "#root.args[0].id", "#user.id + ':' + #user.name", "#user.address.nothing");

	private KeyShapes() {
	}

	static List<MethodShape> all() {
		List<MethodShape> shapes = new ArrayList<>();
		keys(shapes);
		personKeys(shapes);
		return shapes;
	}

	private static void keys(List<MethodShape> shapes) {
		for (String key : KEYS) {
			shapes.add(MethodShape.with(cacheable("one").key(key)));
			shapes.add(MethodShape.with(cacheable("one").key(key).sync()));
		}
		for (String key : KEYS.subList(0, 20)) {
			shapes.add(MethodShape.with(put("one").key(key)));
			shapes.add(MethodShape.with(evict("one").key(key)));
		}
	}

	private static void personKeys(List<MethodShape> shapes) {
		for (String key : PERSON_KEYS) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.PERSON));
			shapes.add(MethodShape.with(put("one").key(key)).taking(Parameters.PERSON));
		}
		for (String key : List.of("#user", "#user.id", "#user.label", "#user.name")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.PARTY));
		}
		for (String key : List.of("#id.x", "#id.y()", "#p0.x", "#id.z")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.POINT));
		}
		for (String key : List.of("#id.name", "#id.name()")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.RECORD));
		}
		for (String key : List.of("#id['name']", "#id.name", "#id.empty", "#id.size()")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.MAP));
		}
		for (String key : List.of("#id[0]", "#id.size()", "#id.empty")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.LIST));
		}
		for (String key : List.of("#id[0]", "#id.length")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.INTS));
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.OBJECTS));
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.VARARGS));
		}
		for (String key : List.of("#id.get()", "#id.present", "#id.orElse('none')")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.OPTIONAL));
		}
		for (String key : List.of("#id.name()", "#id.ordinal", "#id.declaringClass.simpleName")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.ENUM));
		}
	}

}
