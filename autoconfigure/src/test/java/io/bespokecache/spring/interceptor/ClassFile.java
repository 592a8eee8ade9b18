package io.bespokecache.spring.interceptor;

import java.lang.invoke.MethodHandles;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * The class file of a generated class or interface, as the compiler would write it with
 * {@code -parameters}: generic signatures and bridge methods included. Its methods call
 * {@link Performer}.
 */
final class ClassFile {

	private static final String PACKAGE = ClassFile.class.getPackageName().replace('.', '/') + "/";

	private static final String OBJECT = "java/lang/Object";

	private static final String BOUND = "<Ljava/lang/String;Ljava/lang/String;>;";

	private static final String VARIABLES = "<P:Ljava/lang/Object;R:Ljava/lang/Object;>";

	private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

	private final String internalName;

	private final boolean isInterface;

	private ClassFile(String name, boolean isInterface) {
		this.internalName = PACKAGE + name;
		this.isInterface = isInterface;
	}

	/**
	 * A public interface.
	 * @param generic whether it has the type variables {@code P} and {@code R}
	 */
	static ClassFile ofInterface(String name, boolean generic) {
		ClassFile file = new ClassFile(name, true);
		file.writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT,
				file.internalName, generic ? VARIABLES + "L" + OBJECT + ";" : null, OBJECT, null);
		return file;
	}

	/**
	 * A public class that extends the superclass or, if there is none, implements the
	 * interface.
	 * @param generic whether what it extends or implements is generic
	 * @param open whether it leaves the type variables open instead of binding them to
	 * strings
	 */
	static ClassFile ofClass(String name, @Nullable Class<?> superclass, Class<?> api, boolean generic, boolean open) {
		ClassFile file = new ClassFile(name, false);
		String parent = Type.getInternalName((superclass != null) ? superclass : api);
		String bound = "L" + parent + (open ? "<TP;TR;>;" : BOUND);
		String signature = (open ? VARIABLES : "") + ((superclass != null) ? "" : "L" + OBJECT + ";") + bound;
		file.writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, file.internalName,
				generic ? signature : null, (superclass != null) ? parent : OBJECT,
				(superclass != null) ? null : new String[] { parent });
		file.constructor((superclass != null) ? parent : OBJECT);
		return file;
	}

	private void constructor(String parent) {
		MethodVisitor constructor = this.writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
		constructor.visitCode();
		constructor.visitVarInsn(Opcodes.ALOAD, 0);
		constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, parent, "<init>", "()V", false);
		constructor.visitInsn(Opcodes.RETURN);
		constructor.visitMaxs(0, 0);
		constructor.visitEnd();
	}

	void annotate(List<AnnotationSpec> annotations) {
		annotations.forEach((annotation) -> annotation
			.write(this.writer.visitAnnotation(Type.getDescriptor(annotation.type()), true)));
	}

	void method(Signature signature, List<AnnotationSpec> annotations, boolean code) {
		MethodVisitor method = this.writer.visitMethod(signature.access() | (code ? 0 : Opcodes.ACC_ABSTRACT),
				signature.name(), signature.descriptor(), signature.erased() ? "(TP;)TR;" : null,
				signature.exceptions());
		declare(method, signature, annotations);
		if (code) {
			method.visitCode();
			perform(method, signature);
			method.visitMaxs(0, 0);
		}
		method.visitEnd();
		if (signature.bridged()) {
			bridge(signature, annotations);
		}
	}

	private static void declare(MethodVisitor method, Signature signature, List<AnnotationSpec> annotations) {
		if (signature.parameters().named()) {
			signature.parameters().list().forEach((parameter) -> method.visitParameter(parameter.name(), 0));
		}
		annotations.forEach(
				(annotation) -> annotation.write(method.visitAnnotation(Type.getDescriptor(annotation.type()), true)));
	}

	/**
	 * {@code return Performer.perform(name, this, new Object[] { arguments });}
	 */
	private static void perform(MethodVisitor method, Signature signature) {
		Type[] types = Type.getArgumentTypes(signature.descriptor());
		method.visitLdcInsn(signature.name());
		method.visitVarInsn(Opcodes.ALOAD, 0);
		method.visitIntInsn(Opcodes.BIPUSH, types.length);
		method.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
		int local = 1;
		for (int index = 0; index < types.length; index++) {
			method.visitInsn(Opcodes.DUP);
			method.visitIntInsn(Opcodes.BIPUSH, index);
			method.visitVarInsn(types[index].getOpcode(Opcodes.ILOAD), local);
			box(method, types[index], signature.parameters().types()[index]);
			method.visitInsn(Opcodes.AASTORE);
			local += types[index].getSize();
		}
		method.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Performer.class), Performer.METHOD.getName(),
				Type.getMethodDescriptor(Performer.METHOD), false);
		returnResult(method, Type.getReturnType(signature.descriptor()), signature.results().type());
	}

	private static void box(MethodVisitor method, Type type, Class<?> javaType) {
		if (javaType.isPrimitive()) {
			Type wrapper = Type.getType(ClassUtils.resolvePrimitiveIfNecessary(javaType));
			method.visitMethodInsn(Opcodes.INVOKESTATIC, wrapper.getInternalName(), "valueOf",
					Type.getMethodDescriptor(wrapper, type), false);
		}
	}

	private static void returnResult(MethodVisitor method, Type type, Class<?> javaType) {
		if (javaType == void.class) {
			method.visitInsn(Opcodes.POP);
		}
		else if (javaType.isPrimitive()) {
			String wrapper = Type.getInternalName(ClassUtils.resolvePrimitiveIfNecessary(javaType));
			method.visitTypeInsn(Opcodes.CHECKCAST, wrapper);
			method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, wrapper, javaType.getName() + "Value",
					Type.getMethodDescriptor(type), false);
		}
		else {
			method.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
		}
		method.visitInsn(type.getOpcode(Opcodes.IRETURN));
	}

	/**
	 * The method of the erased signature, which calls the one of the bound types. The
	 * compiler copies the annotations.
	 */
	private void bridge(Signature signature, List<AnnotationSpec> annotations) {
		Signature erased = signature.erasure();
		MethodVisitor method = this.writer.visitMethod(erased.access() | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC,
				erased.name(), erased.descriptor(), null, erased.exceptions());
		declare(method, erased, annotations);
		method.visitCode();
		method.visitVarInsn(Opcodes.ALOAD, 0);
		method.visitVarInsn(Opcodes.ALOAD, 1);
		method.visitTypeInsn(Opcodes.CHECKCAST, Type.getArgumentTypes(signature.descriptor())[0].getInternalName());
		method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, this.internalName, signature.name(), signature.descriptor(),
				this.isInterface);
		method.visitInsn(Opcodes.ARETURN);
		method.visitMaxs(0, 0);
		method.visitEnd();
	}

	/**
	 * Defines the class beside this one.
	 */
	Class<?> load() {
		this.writer.visitEnd();
		try {
			return MethodHandles.lookup().defineClass(this.writer.toByteArray());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A method as its class declares it.
	 *
	 * @param erased whether it takes and returns type variables
	 * @param bridged whether it overrides a method that does
	 */
	record Signature(String name, int modifiers, Parameters parameters, Results results, boolean erased,
			boolean bridged) {

		int access() {
			return this.parameters.varargs() ? this.modifiers | Opcodes.ACC_VARARGS : this.modifiers;
		}

		String descriptor() {
			if (this.erased) {
				return "(L" + OBJECT + ";)L" + OBJECT + ";";
			}
			Type[] types = new Type[this.parameters.types().length];
			for (int index = 0; index < types.length; index++) {
				types[index] = Type.getType(this.parameters.types()[index]);
			}
			return Type.getMethodDescriptor(Type.getType(this.results.type()), types);
		}

		String @Nullable [] exceptions() {
			return (this.results != Results.UNDECLARED_EXCEPTION) ? new String[] { "java/lang/Exception" } : null;
		}

		Signature erasure() {
			return new Signature(this.name, this.modifiers, this.parameters, this.results, true, false);
		}

	}

}
