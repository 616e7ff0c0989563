import type { ReactNode } from "react";

// Drawn here, so that nothing is fetched and no font is needed. All are decoration: the words beside
// them, or the name of the button around them, say the same.

function Icon({ children, size = 18 }: { readonly children: ReactNode; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

export function AlertIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7.5v5.5M12 16.4v.1" />
    </Icon>
  );
}

export function CheckIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.4 2.7 2.7L16 9.6" />
    </Icon>
  );
}

export function InfoIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.6v.1" />
    </Icon>
  );
}

export function MoreIcon() {
  return (
    <Icon size={20}>
      <path d="M12 5v.1M12 12v.1M12 19v.1" strokeWidth="3" />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="m6 6 12 12M18 6 6 18" />
    </Icon>
  );
}

export function PersonIcon() {
  return (
    <Icon size={22}>
      <circle cx="12" cy="8.5" r="4" />
      <path d="M4.5 20.5c.9-3.9 3.9-5.5 7.5-5.5s6.6 1.6 7.5 5.5" />
    </Icon>
  );
}

export function PhoneIcon() {
  return (
    <Icon size={22}>
      <rect x="6.5" y="2.5" width="11" height="19" rx="2.5" />
      <path d="M11 18.2h2" />
    </Icon>
  );
}

export function MessageIcon() {
  return (
    <Icon size={22}>
      <path d="M4 4.5h16a1.5 1.5 0 0 1 1.5 1.5v9.5A1.5 1.5 0 0 1 20 17h-8.5L6.5 21v-4H4a1.5 1.5 0 0 1-1.5-1.5V6A1.5 1.5 0 0 1 4 4.5" />
      <path d="M8 10.8v.1M12 10.8v.1M16 10.8v.1" strokeWidth="2.5" />
    </Icon>
  );
}

export function ScreenIcon() {
  return (
    <Icon size={22}>
      <rect x="2.5" y="4" width="19" height="13" rx="2" />
      <path d="M8.5 20.5h7" />
    </Icon>
  );
}

export function KeyIcon() {
  return (
    <Icon size={22}>
      <circle cx="8" cy="15" r="4.5" />
      <path d="m11.3 11.7 8.2-8.2M16 7l3 3" />
    </Icon>
  );
}

export function ShieldIcon() {
  return (
    <Icon size={22}>
      <path d="M12 2.8 4.5 5.6v5.6c0 4.6 3 8.3 7.5 10 4.5-1.7 7.5-5.4 7.5-10V5.6z" />
      <path d="m8.8 12 2.3 2.3 4.3-4.5" />
    </Icon>
  );
}
