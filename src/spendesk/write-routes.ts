import { pathSegment } from "../http/request.js";

/**
 * The write calls: methods, paths and names of body fields. Spendesk documents none of them publicly.
 * All of it is ASSUMED, mirrored on its supplier endpoints (docs/vendors/spendesk.md §3.2), and can be overridden in
 * the configuration (`spendesk.routes`). `openapi/member-write.yaml` describes the same contract.
 */

/** Names of body fields by what they hold; null: the field is not sent. */
type FieldNames = { readonly [Field in string]: string | null };

interface WriteRoute<Fields extends FieldNames> {
  readonly method: "POST" | "PATCH" | "PUT";
  /** Below the base URL; `{id}` stands for the member. */
  readonly path: string;
  readonly fields: Fields;
}

/** `iban` and `bic` stand inside `bankAccount`. */
interface PersonFields extends FieldNames {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly bankAccount: string | null;
  readonly iban: string;
  readonly bic: string;
}

interface NewMemberFields extends PersonFields {
  /** The HR tool's id of the person. */
  readonly externalId: string | null;
}

/** Of an update. */
export interface ChangedFields extends PersonFields {
  readonly managerId: string | null;
}

interface ListedChangeFields extends ChangedFields {
  readonly id: string;
}

interface StatusFields extends FieldNames {
  readonly isArchived: string;
}

export interface WriteRoutes {
  readonly createMembers: WriteRoute<NewMemberFields>;
  readonly updateMembers: WriteRoute<ListedChangeFields>;
  readonly updateMember: WriteRoute<ChangedFields>;
  readonly setMemberStatus: WriteRoute<StatusFields>;
}

/** One of the write calls, as `spendesk.routes` names it. */
export type WriteCall = keyof WriteRoutes;

type RouteOverride<Route> =
  Route extends WriteRoute<infer Fields>
    ? {
        readonly method?: Route["method"] | undefined;
        readonly path?: string | undefined;
        readonly fields?: { readonly [Field in keyof Fields]?: Fields[Field] | undefined } | undefined;
      }
    : never;

/** What the configuration changes; everything left out keeps its default. */
export type RouteOverrides = {
  readonly [Call in WriteCall]?: RouteOverride<WriteRoutes[Call]> | undefined;
};

const PERSON_FIELDS: PersonFields = {
  email: "email",
  firstName: "firstName",
  lastName: "lastName",
  bankAccount: "bankAccount",
  iban: "iban",
  bic: "bic",
};

const CHANGED_FIELDS: ChangedFields = { ...PERSON_FIELDS, managerId: "managerId" };

const DEFAULT_ROUTES: WriteRoutes = {
  createMembers: {
    method: "POST",
    path: "/v1/users",
    fields: { ...PERSON_FIELDS, externalId: "externalId" },
  },
  updateMembers: { method: "PATCH", path: "/v1/users", fields: { id: "id", ...CHANGED_FIELDS } },
  updateMember: { method: "PATCH", path: "/v1/users/{id}", fields: CHANGED_FIELDS },
  setMemberStatus: {
    method: "PATCH",
    path: "/v1/users/{id}/status",
    fields: { isArchived: "isArchived" },
  },
};

/** The effective routes: those of the configuration, else the assumed ones. */
export function withDefaultRoutes(overrides: RouteOverrides = {}): WriteRoutes {
  return {
    createMembers: overridden(DEFAULT_ROUTES.createMembers, overrides.createMembers),
    updateMembers: overridden(DEFAULT_ROUTES.updateMembers, overrides.updateMembers),
    updateMember: overridden(DEFAULT_ROUTES.updateMember, overrides.updateMember),
    setMemberStatus: overridden(DEFAULT_ROUTES.setMemberStatus, overrides.setMemberStatus),
  };
}

function overridden<Fields extends FieldNames>(
  route: WriteRoute<Fields>,
  override: RouteOverride<WriteRoute<Fields>> | undefined,
): WriteRoute<Fields> {
  const names = Object.entries(override?.fields ?? {}).filter(([, name]) => name !== undefined);
  return {
    method: override?.method ?? route.method,
    path: override?.path ?? route.path,
    fields: Object.assign({}, route.fields, Object.fromEntries(names)),
  };
}

/**
 * Where a route is and how it is called, for one member; null for an id that would lead elsewhere.
 * Whatever an id holds, it stays one part of the path.
 */
export function forMember(
  { method, path }: Pick<WriteRoute<FieldNames>, "method" | "path">,
  memberId: string,
): Pick<WriteRoute<FieldNames>, "method" | "path"> | null {
  const segment = pathSegment(memberId);
  return segment === null ? null : { method, path: path.replaceAll("{id}", segment) };
}

/**
 * A body in the names of a route.
 * @param values by what they hold; undefined and null ones are not sent
 */
export function bodyOf<Fields extends FieldNames>(
  fields: Fields,
  values: { readonly [Field in keyof Fields]?: unknown },
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(fields).flatMap(([field, name]) => {
    const value = values[field];
    return name === null || value === undefined || value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
