import { ApiProperty } from '@nestjs/swagger';
import type { Contact } from './contact.js';

class PhoneDto {
  @ApiProperty({ description: '名称', example: '座机' })
  label!: string;

  @ApiProperty({ description: '号码', example: '023-6276-2687' })
  number!: string;
}

export class ContactDto {
  @ApiProperty({ description: '中心名称' })
  centreName!: string;

  @ApiProperty({ description: '标语' })
  slogan!: string;

  @ApiProperty({ description: '电话', type: [PhoneDto] })
  phones!: PhoneDto[];

  @ApiProperty({ description: '电子邮箱' })
  email!: string;

  @ApiProperty({ description: '地址' })
  address!: string;

  @ApiProperty({ description: '微信二维码图片地址', type: String, nullable: true })
  wechatQr!: string | null;

  @ApiProperty({ description: 'ICP 备案号', type: String, nullable: true })
  icpNumber!: string | null;

  @ApiProperty({ description: '公安备案号', type: String, nullable: true })
  psbNumber!: string | null;

  @ApiProperty({ description: '个人信息处理告知书的版本，提交需求时随 consent 一并给出' })
  noticeVersion!: string;

  static from(contact: Contact): ContactDto {
    return {
      centreName: contact.centreName,
      slogan: contact.slogan,
      phones: contact.phones.map(({ label, number }) => ({ label, number })),
      email: contact.email,
      address: contact.address,
      wechatQr: contact.wechatQr,
      icpNumber: contact.icpNumber,
      psbNumber: contact.psbNumber,
      noticeVersion: contact.noticeVersion,
    };
  }
}
